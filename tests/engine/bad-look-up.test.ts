/** `.get` of what is not there, or is there twice: told at preview, and nothing is written. */
import { DEFAULT_IDENTITIES } from "../../simulator";
import { expectRefusal } from "./refusal";
import { useScenario } from "./scenario";

const owner = DEFAULT_IDENTITIES.ada.id;

describe("a look-up at preview", () => {
  const scenario = useScenario();
  const partners: string[] = [];
  beforeAll(() => {
    scenario.simulator.behaviour.uniqueNames = "none";
    for (const description of ["One", "Other"]) {
      const seed = { name: "Partners", description, owner };
      partners.push(scenario.simulator.store.addSource(seed).sourceId);
    }
  });
  const get = (type: string, id: string, options: object = {}) =>
    `${type}.get("found", ${JSON.stringify(id)}, ${JSON.stringify(options)});`;
  const anId = "0".repeat(32);

  it.each<[what: string, program: () => string, texts: () => (string | RegExp)[]]>([
    ["an id that no source has", () => get("NonEmployeeSource", anId), () => [anId]],
    [
      "a name that no source has",
      () => get("NonEmployeeSource", "name:Nobody"),
      () => [/no non-employee source of http.* has the name "Nobody" \(searched 2\)\. Check it/],
    ],
    [
      "a name that two sources have",
      () => get("NonEmployeeSource", "name:Partners"),
      () => ["2 non-employee sources of http", ...partners, "Name the right one by its sourceId."],
    ],
    [
      "a technicalName that the source does not have",
      () => get("SchemaAttribute", `${partners[0]}/name:badge`),
      () => [/no attributes of source .* have the technicalName "badge" \(searched 8\)\. Check it/],
    ],
    [
      "an attribute of a source that is not there",
      () => get("SchemaAttribute", `${anId}/name:badge`),
      () => [`"${anId}" is not the sourceId of a non-employee source of http`],
    ],
    [
      "an attribute id that the source does not have",
      () => get("SchemaAttribute", `${partners[0]}/nothing`),
      () => [`no attributes of source ${partners[0]} in http`, 'have the id "nothing"'],
    ],
    [
      "an id of the wrong form",
      () => get("SchemaAttribute", "badge"),
      () => [
        '"badge" is not the id of a schema attribute: must be in the form <sourceId>/<attribut',
      ],
    ],
    [
      "a tenant that is not configured",
      () => get("NonEmployeeSource", "name:Partners", { tenant: "sandbx" }),
      () => ['the tenant "sandbx", which a resource names, is not configured'],
    ],
  ])("fails for %s", async (_, program, texts) => {
    scenario.stack.program(program());
    await expectRefusal(scenario, texts());
  });
});
