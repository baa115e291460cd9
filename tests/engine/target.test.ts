/** Runs of a part of the resources (`--target` and its like) while the state has two entries of one object. */
import { DEFAULT_IDENTITIES } from "../../simulator";
import {
  declareSource,
  messagesOf,
  path,
  record,
  type Scenario,
  storedNames,
  useScenario,
} from "./scenario";

const { ada } = DEFAULT_IDENTITIES;
const urnOf = (name: string) =>
  `urn:pulumi:dev::engine-test::pulumi-nodejs:dynamic/sailpoint:NonEmployeeSource::${name}`;
const declare = (name: string) =>
  declareSource(name, { name: "Contractors", description: "Staff", owner: { id: ada.id } });
const environment = { SAIL_ADOPT_EXISTING: "identical" };
const deletes = [`DELETE ${path.source}`];

const idOf = ({ simulator }: Scenario) =>
  simulator.store.sourceByName("Contractors")?.sourceId ?? "no source";

/** A source whose resource gets another name by `up --target <new>`, which leaves the old entry. */
async function makeTwoEntries(scenario: Scenario): Promise<void> {
  const { stack, simulator } = scenario;
  simulator.reset();
  await stack.importState({ version: 3, deployment: {} });
  stack.program(declare("before"));
  await stack.expectUp({ environment });
  stack.program(declare("after"));
  const { writes } = await record(scenario, () =>
    stack.expectUp({ environment, args: ["--target", urnOf("after")] }),
  );
  expect(writes).toEqual([]);
  expect(storedNames(stack)).toEqual(["after", "before"]);
}

describe("with two entries of one source in the state", () => {
  const scenario = useScenario();
  beforeEach(() => makeTwoEntries(scenario));

  it.each([
    ["up", [], ["after"]],
    ["up --target <new>", ["--target", urnOf("after")], ["after", "before"]],
    [
      "up --target <new> --target <old>",
      ["--target", urnOf("after"), "--target", urnOf("before")],
      ["after"],
    ],
    ["up --replace <new>", ["--replace", urnOf("after")], ["after"]],
    ["up --target-replace <new>", ["--target-replace", urnOf("after")], ["after", "before"]],
  ])("%s deletes nothing, and names the id of what it releases", async (_, args, left) => {
    const { stack } = scenario;
    const id = idOf(scenario);
    const { run, writes } = await record(scenario, () => stack.expectUp({ environment, args }));
    expect(writes).toEqual([]);
    expect(idOf(scenario)).toBe(id);
    expect(storedNames(stack)).toEqual(left);
    const isReleased = left.length === 1 || args.some((arg) => arg.includes("replace"));
    const warning = `(${id}) was not deleted: another resource of this run holds it`;
    expect(messagesOf(run).includes(warning)).toBe(isReleased);
  });

  // The engine neither checks nor diffs what is not targeted: the provider sees a delete, and nothing of the resource that stays.
  it.each([
    ["up --target <old>", "up", ["--target", urnOf("before")], "after"],
    ["up --target-replace <old>", "up", ["--target-replace", urnOf("before")], "after"],
    ["destroy --target <old>", "destroy", ["--target", urnOf("before")], "after"],
    [
      "destroy --target <old> --run-program",
      "destroy",
      ["--target", urnOf("before"), "--run-program"],
      "after",
    ],
    ["destroy --target <new>", "destroy", ["--target", urnOf("after")], "before"],
  ] as const)(
    "%s is a plain delete, after a fresh look at the records",
    async (_, command, args, left) => {
      const { stack } = scenario;
      const { calls, writes } = await record(scenario, () =>
        command === "up" ? stack.expectUp({ environment, args }) : stack.expectDestroy({ args }),
      );
      expect(writes).toEqual(deletes);
      expect(calls).toEqual([`GET ${path.sources}`, ...deletes]);
      expect(storedNames(stack)).toEqual([left]);
    },
  );
});

describe("with two entries of one source that has records", () => {
  const person = { accountName: "jane.doe", firstName: "Jane", lastName: "Doe" };
  const source = { name: "Contractors", description: "Staff", owner: ada.id, records: [person] };
  const scenario = useScenario({ tenant: { seed: { sources: [source] } } });
  beforeAll(() => makeTwoEntries(scenario));

  it.each([
    ["up --target <old>", "up"],
    ["destroy --target <old>", "destroy"],
  ] as const)("%s is refused by the records guard", async (_, command) => {
    const { stack } = scenario;
    const options = { environment, args: ["--target", urnOf("before")] };
    const id = idOf(scenario);
    const { run, writes } = await record(scenario, () => stack[command](options));
    expect(run.code).not.toBe(0);
    expect(messagesOf(run)).toContain(`(${id}) has 1 record, which would be lost: refused`);
    expect(writes).toEqual([]);
    expect(storedNames(stack)).toEqual(["after", "before"]);
  });

  it("keeps the object when all of the stack is brought up", async () => {
    const { run, writes } = await record(scenario, () => scenario.stack.expectUp({ environment }));
    expect(writes).toEqual([]);
    expect(messagesOf(run)).toContain("was not deleted: another resource of this run holds it");
    expect(storedNames(scenario.stack)).toEqual(["after"]);
  });
});
