import * as pulumi from "@pulumi/pulumi";

/** The source that an output with its id comes from. */
const sourceOf = new WeakMap<object, object>();

/** Remembers outputs that stand for a source, so that an attribute declared by one of them can be told apart. */
export function nameOutputs(source: object, ...outputs: object[]): void {
  for (const output of outputs) sourceOf.set(output, source);
}

/** The source whose id this output is, if it is known. */
export function sourceBehind(output: unknown): object | undefined {
  return typeof output === "object" && output !== null ? sourceOf.get(output) : undefined;
}

/** What a program said of a source, which its attributes need to know. */
export interface SourceOrigin {
  /** The tenant that the program named. */
  tenant: pulumi.Input<string | undefined>;
  /** True for a source that was looked up and is not managed here. */
  isLookedUp: boolean;
}

const origins = new WeakMap<object, SourceOrigin>();

/** Remembers where a source comes from. */
export function rememberOrigin(source: object, origin: SourceOrigin): void {
  origins.set(source, origin);
}

/** Where a source comes from. */
export function originOf(source: object): SourceOrigin {
  return origins.get(source) ?? { tenant: undefined, isLookedUp: false };
}

/** What each scope has declared: a program (a process can run several, by Pulumi's Automation API), or a source in it. */
const declaredIn = new WeakMap<object, Map<string, string>>();

/** The program that is running; undefined in a unit test, where programs cannot be told apart. */
export function currentProgram(): object | undefined {
  return pulumi.runtime.getStackResource();
}

/**
 * Refuses a second resource that names the same object: each would undo what the other does.
 *
 * @param scope within which `key` identifies the object; without one nothing is refused
 * @param object what is declared, for the message: `the non-employee source "Contractors"`
 * @throws pulumi.RunError naming both resources
 */
export function declareOnce(
  scope: object | undefined,
  key: string,
  object: string,
  resourceName: string,
): void {
  if (scope === undefined) return;
  const declared = declaredIn.get(scope) ?? new Map<string, string>();
  declaredIn.set(scope, declared);
  const first = declared.get(key);
  if (first !== undefined) {
    throw new pulumi.RunError(
      `${object} is declared twice, by the resources "${first}" and "${resourceName}": remove one, or give it another name.`,
    );
  }
  declared.set(key, resourceName);
}
