/** What a user does after an interrupted `up`, and what must be true in the end. */
import { z } from "zod";
import type { LoggedRequest } from "../../simulator";
import type { JudgedSimulator } from "../simulator-under-judge";
import { canSeeProcesses, providerProcesses, untilEnded } from "./provider-process";
import { declareAttribute, declareSource, path, type Scenario, storedResources } from "./scenario";
import type { PulumiRun, Stack } from "./stack";

/** A source in the words of a program, with its attributes. Its name is that of the resource, too. */
export interface DeclaredSource {
  name: string;
  description: string;
  owner: { id: string };
  approvers: { id: string }[];
  attributes: { technicalName: string; label: string; helpText: string; required: boolean }[];
}

/** Program text that declares these sources and their attributes. */
export function programOf(declared: readonly DeclaredSource[]): string {
  const texts = declared.flatMap(({ attributes, ...source }) => [
    declareSource(source.name, source),
    ...attributes.map((one) => declareAttribute(one.technicalName, source.name, one)),
  ]);
  return texts.join("");
}

/** What the tenant holds, in the same words; sorted by name. */
function heldBy({ store }: JudgedSimulator): DeclaredSource[] {
  const held = store.sources().map(({ sourceId, name, description, owner, approvers }) => ({
    name,
    description,
    owner: { id: owner },
    approvers: approvers.map((id) => ({ id })),
    attributes: store
      .customAttributesOf(sourceId)
      .map(({ technicalName, label, helpText, required }) => {
        return { technicalName, label, helpText: helpText ?? "", required };
      })
      .sort((a, b) => a.technicalName.localeCompare(b.technicalName)),
  }));
  return held.sort((a, b) => a.name.localeCompare(b.name));
}

/** A way back to the declared state. */
export interface Recovery {
  /** What had to be done, such as `cancel, up, up with adoptExisting=identical`. */
  steps: string;
  /** The last `up`. */
  run: PulumiRun;
}

/**
 * Runs `up` until it has done its work, as its messages say: `pulumi cancel` where the stack is locked, and adoption where it
 * refuses because a source exists already.
 *
 * @throws Error with everything that was printed, where a message names no way on, or the way does not help
 */
export async function recover({ stack, simulator }: Scenario): Promise<Recovery> {
  const steps: string[] = [];
  const environment: Record<string, string> = {};
  for (;;) {
    const run = await stack.up({ environment });
    const how = environment.SAIL_ADOPT_EXISTING ? " with adoptExisting=identical" : "";
    if (run.code === 0) return { steps: [...steps, `up${how}`].join(", "), run };
    if (isLocked(run) && !steps.includes("cancel")) {
      await cancel(stack);
      steps.push("cancel");
    } else if (namesTheWay(run, simulator) && how === "") {
      environment.SAIL_ADOPT_EXISTING = "identical";
      steps.push("up");
    } else {
      const before = steps.length > 0 ? ` after ${steps.join(", ")}` : "";
      throw new Error(`up${how}${before} names no way on:\n${run.output}`);
    }
  }
}

/** Whether the message is that of a locked stack, and names the command that helps. */
function isLocked({ output }: PulumiRun): boolean {
  return output.includes("the stack is currently locked") && output.includes("`pulumi cancel`");
}

async function cancel(stack: Stack): Promise<void> {
  const { code, output } = await stack.run(["cancel", "--yes"]);
  if (code !== 0) throw new Error(`pulumi cancel ended with code ${code}:\n${output}`);
}

/** Whether sources that exist already are the reason, and each message names the id of one and how to take it over. */
function namesTheWay({ diagnostics }: PulumiRun, { store, url }: JudgedSimulator): boolean {
  const refusals = diagnostics.filter(({ message }) => message.includes("exists already"));
  const expected = store
    .sources()
    .map(
      ({ name, sourceId }) =>
        `a non-employee source named "${name}" exists already in ${url}, id ${sourceId}. ` +
        'To take it over as it is, set sailpoint:adoptExisting (SAIL_ADOPT_EXISTING) to "identical"',
    );
  const isClear = refusals.every(({ message }) => expected.some((text) => message.includes(text)));
  return refusals.length > 0 && isClear;
}

/**
 * The declared state, in every respect: the tenant holds it and nothing else, nothing was ever made twice, the state has each
 * object by its id, the drift gate finds no difference, and no provider process is left.
 */
export async function expectDeclared(
  { stack, simulator }: Scenario,
  declared: readonly DeclaredSource[],
): Promise<void> {
  const { store, requests } = simulator;
  expect(heldBy(simulator)).toEqual(declared);
  expect(madeTwice(requests)).toEqual([]);
  const ids = store.sources().flatMap(({ sourceId }) => {
    return [sourceId, ...store.customAttributesOf(sourceId).map(({ id }) => `${sourceId}/${id}`)];
  });
  expect(storedIds(stack)).toEqual(ids.sort());
  await stack.expectNoDrift();
  // The engine waits for its provider process, but not until the system has forgotten it.
  if (canSeeProcesses) await untilEnded(providerProcesses(stack));
}

/** Ids of the program's resources in the state, sorted. */
export function storedIds(stack: Stack): unknown[] {
  const own = storedResources(stack).filter(
    ({ urn }) => urn.includes("/sailpoint:") || urn.includes("$sailpoint:"),
  );
  return own.map(({ id }) => id).sort();
}

const namedSchema = z.looseObject({
  name: z.string().optional(),
  technicalName: z.string().optional(),
});

/** What more than one POST has made: path and name of each. */
function madeTwice(requests: readonly LoggedRequest[]): string[] {
  const made = requests
    .filter(({ method, template }) => {
      return method === "POST" && (template === path.sources || template === path.attributes);
    })
    // Without an answer it was carried out as well, unless a fault says otherwise.
    .filter(({ effect = true, status = 200 }) => effect && status < 300)
    .map(({ path: place, body }) => {
      const { name, technicalName } = namedSchema.parse(body);
      return `${place} ${technicalName ?? name}`;
    });
  return made.filter((one, index) => made.indexOf(one) !== index);
}
