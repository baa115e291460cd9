/** People of a manifest who have left the target tenant: told together, and refused or not by each resource. */
import { checkDeclared, declareManifest } from "../../../provider/manifest/declare";
import type { ManifestSource } from "../../../provider/manifest/manifest";
import { ReferenceMap } from "../../../provider/manifest/reference-map";
import { DEFAULT_IDENTITIES } from "../../../simulator";
import { createWorld, type World } from "../resources/tenant-under-test";

const { ada, mary } = DEFAULT_IDENTITIES;
const source = (key: string, parts: Partial<ManifestSource>): ManifestSource => ({
  key,
  name: key,
  description: "Staff",
  owner: { alias: ada.alias },
  ...parts,
});

let world: World;
beforeEach(async () => {
  world = await createWorld();
});
afterEach(() => world.simulator.stop());

describe("people of a manifest who have left", () => {
  it("are told in one warning, in the order of the manifest, and do not stop the others", async () => {
    const left = { alias: mary.alias };
    const manifest = {
      version: 1 as const,
      sources: [
        source("b", { approvers: [{ alias: ada.alias }, left] }),
        source("a", { owner: left }),
        source("c", {}),
      ],
    };
    const declared = declareManifest(manifest, new ReferenceMap({}, {}));
    await checkDeclared(world.process().tenant, world.call, declared, "the manifest m.yaml");
    expect(world.messages).toEqual([
      [
        `warning: the manifest m.yaml names people who are inactive in ${world.simulator.url}:`,
        `- b: approvers[1]: Mary Jackson (${mary.id})`,
        `- a: owner: Mary Jackson (${mary.id})`,
        "Where they are in charge already they may stay; elsewhere they are refused. Name in `people` who takes their place.",
      ].join("\n"),
    ]);
  });
});
