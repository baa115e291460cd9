import * as pulumi from "@pulumi/pulumi";
import type { Finder } from "../provider/resources/finder";
import { messageOf } from "../provider/resources/handler";
import { laterKind, opened, shownOnce, withoutStack } from "./program";

/** The look-up functions of the floors below. */
type Method = Exclude<keyof Finder, symbol>;

/** Arguments of a look-up function of which some may be outputs. */
type Arguments = { [key: string]: pulumi.Input<string | undefined> };

/** One of the functions, on arguments that no compiler may have seen. */
export type Find<Result> = (finder: Finder, args: unknown) => Promise<Result>;

/**
 * Looks up now, in the program's own process.
 *
 * @throws pulumi.RunError, which Pulumi shows by its message alone
 */
export async function lookUp<Result>(
  method: Method,
  args: unknown,
  find: Find<Result>,
): Promise<Result> {
  refuseOutputs(method, args);
  const program = opened();
  try {
    return await find(program.finder, args);
  } catch (error) {
    throw shownOnce(program, messageOf(error));
  }
}

/**
 * Looks up as soon as the arguments are known. As long as one is not, in a preview, the result is not known either and nothing is
 * asked. Dependencies and secrecy of the arguments are those of the result; the message of a failure does not tell secret arguments.
 */
export function lookUpOutput<Result>(
  method: Method,
  args: pulumi.Input<Arguments | undefined>,
  find: Find<Result>,
): pulumi.Output<Result> {
  const wanted = pulumi.output(args);
  return wanted.apply<Result>(async (known) => {
    try {
      return await lookUp(method, known, find);
    } catch (error) {
      if (!(error instanceof Error) || !(await pulumi.isSecret(wanted))) throw error;
      throw withoutStack(withoutValues(error.message, known));
    }
  });
}

/** @throws pulumi.RunError where the value of an argument is known later only */
function refuseOutputs(method: Method, args: unknown): void {
  const parts = typeof args === "object" && args !== null ? Object.entries(args) : [];
  for (const [key, value] of [["its argument", args] as const, ...parts]) {
    const kind = laterKind(value);
    if (kind === undefined) continue;
    throw withoutStack(
      `${method}: ${key} is ${kind}, whose value is known later only. Use ${method}Output, which takes it and gives an output.`,
    );
  }
}

/** A message without the values of the arguments, as they are or as JSON has them, in whatever case. */
function withoutValues(message: string, args: unknown): string {
  const values = typeof args === "object" && args !== null ? Object.values(args) : [];
  const texts = values.filter((value) => typeof value === "string" && value.trim() !== "");
  const forms = texts.flatMap((text: string) => [text, JSON.stringify(text).slice(1, -1)]);
  return forms.reduce(
    (shown, form) =>
      shown.replace(new RegExp(form.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&"), "gi"), "[secret]"),
    message,
  );
}
