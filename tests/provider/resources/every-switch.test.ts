/**
 * Whole lives of a source and its attributes under every switch of the simulator in each position: whatever a tenant does where
 * nobody knows, the handlers do their work, or say plainly why they cannot and leave a state that the next run repairs.
 */
import { BEHAVIOUR_POSITIONS, type Behaviour } from "../../../simulator";
import { ModelStack, type Resource } from "./engine-model";
import { storedSetUp } from "./set-up";
import {
  ada,
  alan,
  createWorld,
  grace,
  katherine,
  plantAdministrators,
  plantDesk,
  type World,
} from "./tenant-under-test";

const positions = Object.entries(BEHAVIOUR_POSITIONS).flatMap(([name, values]) =>
  values.map((value) => ({ [name]: value })),
);

const source: Resource = {
  kind: "source",
  name: "plant",
  inputs: {
    name: "Contractors",
    description: "External staff of the plants",
    owner: { email: ada.email },
    managementWorkgroup: { name: plantAdministrators.name },
    approvers: [{ alias: grace.alias }, { governanceGroup: plantDesk.name }],
    accountManagers: [{ id: katherine.id }, { email: alan.email, alias: alan.alias }],
  },
};
const costCenter: Resource = {
  kind: "attribute",
  name: "plant/costCenter",
  source: "plant",
  inputs: { technicalName: "costCenter", label: "Cost center", helpText: "Four digits" },
};
const badge: Resource = {
  kind: "attribute",
  name: "plant/badge",
  source: "plant",
  inputs: { technicalName: "badge", label: "Badge", placeholder: "000", required: true },
};
const program = [source, costCenter, badge];

/** What the tenant holds once the program above is carried out. */
const setUp = [
  {
    name: "Contractors",
    description: "External staff of the plants",
    owner: ada.id,
    managementWorkgroup: plantAdministrators.id,
    approvers: [grace.id, plantDesk.id],
    accountManagers: [alan.id, katherine.id].sort(),
    attributes: [
      attribute({ technicalName: "badge", label: "Badge", placeholder: "000", required: true }),
      attribute({ technicalName: "costCenter", label: "Cost center", helpText: "Four digits" }),
    ],
  },
];

/** The program after changes of every kind. */
const changed = [
  withInputs(source, {
    name: "Visitors",
    description: "Guests",
    owner: { alias: grace.alias },
    managementWorkgroup: undefined,
    approvers: [{ governanceGroup: plantDesk.name }, { alias: grace.alias }, { id: alan.id }],
    accountManagers: undefined,
  }),
  withInputs(costCenter, {
    label: "Unit",
    helpText: undefined,
    placeholder: "0000",
    required: true,
  }),
  withInputs(badge, { technicalName: "badgeNumber" }),
];

const changedSetUp = [
  {
    name: "Visitors",
    description: "Guests",
    owner: grace.id,
    managementWorkgroup: null,
    approvers: [plantDesk.id, grace.id, alan.id],
    accountManagers: [],
    attributes: [
      attribute({
        technicalName: "badgeNumber",
        label: "Badge",
        placeholder: "000",
        required: true,
      }),
      attribute({
        technicalName: "costCenter",
        label: "Unit",
        placeholder: "0000",
        required: true,
      }),
    ],
  },
];

function attribute(fields: object) {
  return { type: "TEXT", helpText: "", placeholder: "", required: false, ...fields };
}

function withInputs(resource: Resource, inputs: Resource["inputs"]): Resource {
  return { ...resource, inputs: { ...resource.inputs, ...inputs } };
}

describe.each(positions)("a tenant with %j", (behaviour: Partial<Behaviour>) => {
  let world: World;
  let stack: ModelStack;
  const stored = () => storedSetUp(world.simulator.store);
  /** What was made or deleted becomes visible, as it does between two runs. */
  const settle = () => world.clock.advance(1_000);

  beforeEach(async () => {
    // Clearing one text and setting another in one patch, the client tries null as well before it learns what the tenant takes.
    const judgedRequests = behaviour.patchAbsent === "refused" ? "accepted" : "all";
    world = await createWorld({ behaviour, judgedRequests });
    stack = new ModelStack(() => world.process(), world.call);
  });
  afterEach(() => world.simulator.stop());

  it("gets what a program declares, shows no drift, and loses all of it on destroy", async () => {
    await establish();
    expect(stored()).toEqual(setUp);
    expect(await stack.refresh()).toEqual([]);
    expect(await stack.preview(program)).toEqual([]);
    await stack.destroy();
    expect(stored()).toEqual([]);
    expect(stack.names()).toEqual([]);
  });

  it("shows what was changed by hand, and gets it back", async () => {
    await establish();
    editByHand();
    settle();
    const drift = ["delete plant/badge", "update plant", "update plant/costCenter"];
    expect(await stack.refresh()).toEqual(drift);
    if (behaviour.ownerPatch === "refused") return await expectOwnerRefused(program, grace.id);
    const repair = ["create plant/badge", "update plant", "update plant/costCenter"];
    expect(await stack.up(program)).toEqual(repair);
    expect(stored()).toEqual(setUp);
    await expectNoChange(program);
  });

  it("gets another owner and group, another name, texts and attributes", async () => {
    await establish();
    if (behaviour.ownerPatch === "refused") return await expectOwnerRefused(changed, ada.id);
    const steps = ["replace plant/badge", "update plant", "update plant/costCenter"];
    expect(await stack.preview(changed)).toEqual(steps);
    expect(await stack.up(changed)).toEqual(steps);
    expect(stored()).toEqual(changedSetUp);
    await expectNoChange(changed);
  });

  /** Carries the program out; a tenant that does not take the group when a source is made gets it afterwards. */
  async function establish() {
    await stack.up(program);
    settle();
  }

  async function expectNoChange(current: readonly Resource[]) {
    settle();
    expect(await stack.refresh()).toEqual([]);
    expect(await stack.preview(current)).toEqual([]);
  }

  /** Somebody edits everything that the program declares. */
  function editByHand() {
    const { store } = world.simulator;
    const { id } = stack.entry("plant");
    store.editSource(id, {
      name: "Strangers",
      description: "Edited",
      owner: grace.id,
      managementWorkgroup: null,
      approvers: [plantDesk.id],
      accountManagers: [],
    });
    const [, attributeId = ""] = stack.entry("plant/costCenter").id.split("/");
    store.editAttribute(attributeId, { label: "Edited", helpText: null, placeholder: "Edited" });
    const [, deletedId = ""] = stack.entry("plant/badge").id.split("/");
    store.deleteAttribute(deletedId);
  }

  /** Everything else is carried out, the owner stays, and as soon as the tenant has the owner the same run goes through. */
  async function expectOwnerRefused(wanted: readonly Resource[], keptOwner: string) {
    const { store } = world.simulator;
    const { id } = stack.entry("plant");
    await expect(stack.up(wanted)).rejects.toThrow(
      /change owner or managementWorkgroup of source .*: 400 400\.1\.1 .*Nothing was destroyed, and the source keeps its owner and management workgroup\..*make it in the admin UI/s,
    );
    expect(stack.entry("plant").id).toBe(id);
    const [name, owner] = [stored()[0]?.name, stored()[0]?.owner];
    expect({ name, owner }).toEqual({ name: wanted[0]?.inputs.name, owner: keptOwner });
    // By hand, as the message says.
    const isChange = wanted === changed;
    store.editSource(id, {
      owner: isChange ? grace.id : ada.id,
      managementWorkgroup: isChange ? null : plantAdministrators.id,
    });
    settle();
    await stack.refresh();
    await stack.up(wanted);
    expect(stored()).toEqual(isChange ? changedSetUp : setUp);
    await expectNoChange(wanted);
  }
});
