/** What is allowed and may surprise is shown by the engine as a warning, once a run, and stops nothing. */
import { DEFAULT_IDENTITIES } from "../../simulator";
import { declareAttribute, declareSource, record, storedNames, useScenario } from "./scenario";

const { ada, mary } = DEFAULT_IDENTITIES;

const partners = { name: "Partners", description: "Partner companies", owner: { id: ada.id } };
const full = { technicalName: "company", label: "Company" };

describe("warnings", () => {
  const scenario = useScenario({ stack: { environment: { SAIL_API_VERSION: "beta" } } });
  const store = () => scenario.simulator.store;

  it("of all kinds come once each, at preview and at up, and the gate passes afterwards", async () => {
    scenario.stack.program(
      declareSource("partners", { ...partners, approvers: [{ id: mary.id }] }) +
        declareAttribute("company", "partners", full),
    );
    store().editIdentity(mary.id, { identityState: "ACTIVE" });
    await scenario.stack.expectUp();
    store().editIdentity(mary.id, { identityState: "INACTIVE_LONG_TERM" });
    const { sourceId } = store().sourceByName("Partners") ?? { sourceId: "" };
    store().addRecord(sourceId, { data: { company: "ACME" } });
    for (let index = 0; index < 7; index++) {
      store().addAttribute(sourceId, { technicalName: `byHand${index}`, label: "By hand" });
    }
    for (let index = 0; index < 43; index++) {
      store().addSource({ name: `By hand ${index}`, description: "d", owner: ada.id });
    }
    scenario.stack.program(
      declareSource("partners", { ...partners, approvers: [{ alias: mary.alias }] }) +
        declareAttribute("company", "partners", { ...full, required: true }) +
        declareAttribute("dotted", "partners", { technicalName: "cost.center", label: "Cost" }) +
        declareSource("one", { ...partners, name: "One" }) +
        declareSource("two", { ...partners, name: "Two" }),
    );
    const expected = [
      /the API calls its version beta deprecated/,
      /approvers\[0\]: Mary .* is inactive/,
      /"company" becomes required, and source \w+ has 1 record:/,
      /"cost.center": a technicalName with a dot/,
      /source \w+ has 9 custom attributes of at most 10/,
      /has 45 non-employee sources of at most 50/,
    ];
    for (const run of [() => scenario.stack.preview(), () => scenario.stack.expectUp()]) {
      const { diagnostics } = await run();
      const warnings = diagnostics.filter(({ severity }) => severity === "warning");
      for (const text of expected) {
        expect(warnings.filter(({ message }) => text.test(message))).toHaveLength(1);
      }
      expect(warnings).toHaveLength(expected.length);
    }
    expect(storedNames(scenario.stack)).toEqual(["company", "dotted", "one", "partners", "two"]);
    await scenario.stack.expectNoDrift();
  });
});

describe("a client secret that is rotated", () => {
  const scenario = useScenario({
    stack: {
      environment: { SAIL_BASE_URL: "", SAIL_CLIENT_ID: "", SAIL_CLIENT_SECRET: "" },
    },
  });
  const rotated = "a-rotated-secret-of-the-test";

  it("locks nobody out of refresh and destroy: the environment wins over the state's frozen copy", async () => {
    const { stack, simulator } = scenario;
    const { url, clientId, clientSecret } = simulator;
    for (const name of ["SAIL_BASE_URL", "SAIL_CLIENT_ID", "SAIL_CLIENT_SECRET"]) {
      delete stack.environment[name];
    }
    await stack.config("sailpoint:baseUrl", url);
    await stack.config("sailpoint:clientId", clientId);
    await stack.config("sailpoint:clientSecret", clientSecret, { secret: true });
    stack.program(declareSource("partners", partners));
    await stack.expectUp();
    simulator.rotateSecret(clientId, rotated);
    await stack.config("sailpoint:clientSecret", rotated, { secret: true });
    const environment = {
      SAIL_BASE_URL: url,
      SAIL_CLIENT_ID: clientId,
      SAIL_CLIENT_SECRET: rotated,
    };
    // The new secret is in the stack, but refresh uses the copy of the last up.
    const frozen = await record(scenario, () => stack.refresh());
    expect(frozen.run.code).not.toBe(0);
    expect(frozen.calls).toEqual([]);
    await stack.expectRefresh({ environment });
    await stack.expectNoDrift({ environment });
    // An up brings the new secret into the copy.
    await stack.expectUp();
    await stack.expectRefresh();
    simulator.rotateSecret(clientId, `${rotated}-again`);
    expect((await stack.destroy()).code).not.toBe(0);
    await stack.expectDestroy({
      environment: { ...environment, SAIL_CLIENT_SECRET: `${rotated}-again` },
    });
    expect(simulator.store.sources()).toEqual([]);
  });
});
