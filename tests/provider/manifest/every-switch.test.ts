/**
 * Under every switch of the simulator in each position, a tenant is read into the same manifest, which is written, read back
 * and declared in the same tenant: whatever a tenant does where nobody knows.
 */
import { checkDeclared, declareManifest } from "../../../provider/manifest/declare";
import { readManifestText } from "../../../provider/manifest/read-manifest";
import { readTenant } from "../../../provider/manifest/read-tenant";
import { ReferenceMap } from "../../../provider/manifest/reference-map";
import { manifestFormats, writeManifest } from "../../../provider/manifest/write-manifest";
import { BEHAVIOUR_POSITIONS, type Behaviour } from "../../../simulator";
import {
  ada,
  alan,
  createWorld,
  grace,
  katherine,
  plantAdministrators,
  plantDesk,
  type World,
} from "../resources/tenant-under-test";

const positions = Object.entries(BEHAVIOUR_POSITIONS).flatMap(([name, values]) =>
  values.map((value) => ({ [name]: value })),
);

const person = ({ email, alias }: { email: string | null; alias: string }) => ({ email, alias });
const expected = {
  version: 1,
  sources: [
    {
      key: "contractors",
      name: "Contractors",
      description: "External staff of the plants",
      owner: person(ada),
      managementWorkgroup: { name: plantAdministrators.name },
      approvers: [{ governanceGroup: plantDesk.name }, person(grace)],
      accountManagers: [person(alan), person(katherine), { governanceGroup: plantDesk.name }],
      schemaAttributes: [
        { technicalName: "badge", label: "Badge", required: true, placeholder: "000" },
        { technicalName: "costCenter", label: "Cost center", helpText: "Four digits" },
        { technicalName: "plain", label: "Plain" },
      ],
    },
    { key: "visitors", name: "Visitors", description: "Guests", owner: person(grace) },
  ],
};

describe.each(positions)("a tenant with %j", (behaviour: Partial<Behaviour>) => {
  let world: World;
  beforeEach(async () => {
    world = await createWorld({ behaviour });
    const { store } = world.simulator;
    store.addSource({ name: "Visitors", description: "Guests", owner: grace.id });
    store.addSource({
      name: "Contractors",
      description: "External staff of the plants",
      owner: ada.id,
      managementWorkgroup: plantAdministrators.id,
      approvers: [plantDesk.id, grace.id],
      accountManagers: [katherine.id, plantDesk.id, alan.id],
      attributes: [
        { technicalName: "plain", label: "Plain", helpText: "", placeholder: null },
        { technicalName: "costCenter", label: "Cost center", helpText: "Four digits" },
        { technicalName: "badge", label: "Badge", placeholder: "000", required: true },
      ],
    });
    // What was made becomes visible, as it does between two runs.
    world.clock.advance(10_000);
  });
  afterEach(() => world.simulator.stop());

  it("is read, written, read back and declared", async () => {
    const read = await readTenant(world.process().tenant, world.call);
    expect(read).toStrictEqual({ manifest: expected, unresolved: [], warnings: [] });
    for (const format of manifestFormats) {
      const back = readManifestText(writeManifest(read.manifest, format), "it");
      expect(back).toStrictEqual(expected);
      const declared = declareManifest(back, new ReferenceMap(undefined, undefined));
      await checkDeclared(world.process().tenant, world.call, declared, "it");
    }
    expect(world.calls().filter((call) => !call.startsWith("GET "))).toEqual([]);
  });
});
