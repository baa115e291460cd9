/** Inputs that a program makes secret: encrypted in the state, shown by no run, and without drift. */
import { DEFAULT_IDENTITIES } from "../../simulator";
import { useScenario } from "./scenario";
import type { PulumiRun } from "./stack";

const { ada, grace, katherine } = DEFAULT_IDENTITIES;
const hush = "hush-hush, four digits";

const program = (helpText: string, label = '"Cost center"') => `
const contractors = new NonEmployeeSource("contractors", {
  name: "Contractors",
  description: "External staff",
  owner: pulumi.secret({ email: "${ada.email}" }),
  approvers: pulumi.secret([{ alias: "${grace.alias}" }, { email: "${katherine.email}" }]),
});
new SchemaAttribute("costCenter", {
  source: contractors, technicalName: "costCenter", label: ${label}, helpText: pulumi.secret("${helpText}"),
});`;

/** Not the ids: what was resolved stands in outputs of its own, such as `ownerId`, which the engine shows. */
const secrets = [hush, `${ada.email}`, grace.alias, `${katherine.email}`];

/**
 * Neither what is printed nor the engine's own account shows one of the values; apart from its debug messages, in which Pulumi's
 * SDK writes the inputs of every resource as they are.
 */
function expectNoValue(run: PulumiRun, values: readonly string[] = secrets): void {
  const shown = run.events.filter(({ diagnosticEvent }) => diagnosticEvent?.severity !== "debug");
  expect(shown.length).toBeGreaterThan(0);
  for (const value of values) {
    expect(run.output).not.toContain(value);
    expect(JSON.stringify(shown)).not.toContain(value);
  }
}

describe("secret inputs", () => {
  const scenario = useScenario();

  it("are carried out, and shown neither by the preview nor by the run", async () => {
    const { stack, simulator } = scenario;
    stack.program(program(hush));
    expectNoValue(await stack.expectPreview({ args: ["--diff"] }));
    expectNoValue(await stack.expectUp({ args: ["--diff"] }));
    const [source] = simulator.store.sources();
    expect(source).toMatchObject({ owner: ada.id, approvers: [grace.id, katherine.id] });
    expect(simulator.store.customAttributesOf(source?.sourceId ?? "")).toMatchObject([
      { helpText: hush },
    ]);
  });

  it("lie encrypted in the state", async () => {
    const { stack } = scenario;
    const decrypted = JSON.stringify(await stack.state());
    for (const value of [hush, `${ada.email}`, grace.alias, `${katherine.email}`]) {
      expect(decrypted).toContain(value);
      expect(stack.storedState()).not.toContain(value);
    }
  });

  it("show no drift, and drift without their values", async () => {
    const { stack, simulator } = scenario;
    expectNoValue(await stack.expectNoDrift({ args: ["--diff"] }));
    const [source] = simulator.store.sources();
    const [attribute] = simulator.store.customAttributesOf(source?.sourceId ?? "");
    const edited = "edited by hand";
    simulator.store.editAttribute(attribute?.id ?? "", { helpText: edited });
    simulator.store.editSource(source?.sourceId ?? "", { approvers: [grace.id] });
    const gate = await stack.gate({ args: ["--diff"] });
    expect(gate.code).not.toBe(0);
    expectNoValue(gate, [...secrets, edited]);
    await stack.expectUp({ args: ["--refresh"] });
    expect(simulator.store.customAttributesOf(source?.sourceId ?? "")).toMatchObject([
      { helpText: hush },
    ]);
    await stack.expectNoDrift();
    expect(stack.storedState()).not.toContain(hush);
  });

  it("are not printed by a check that fails, nor by a change", async () => {
    const { stack } = scenario;
    const other = "another word that is hushed up";
    stack.program(program(other, 'pulumi.secret("  ")'));
    const refused = await stack.preview({ args: ["--diff"] });
    expect(refused.code).not.toBe(0);
    expect(refused.output).toContain("label must be the label that people see, got a blank one");
    expectNoValue(refused, [...secrets, other]);
    stack.program(program(other));
    expectNoValue(await stack.expectUp({ args: ["--diff"] }), [...secrets, other]);
    expect(stack.storedState()).not.toContain(other);
    await stack.expectNoDrift();
  });
});
