/** A tenant with something of everything, and what the manifests of it and of its clone say. */
import type { Manifest, ManifestSource } from "../../../provider/manifest/manifest";
import type { Store } from "../../../simulator";
import { inOrder } from "./clone-under-test";
import { asMember, type Counterpart, groups, people, type Side } from "./counterpart";

function titled<Ref>(all: readonly Counterpart<Ref>[], start: string): Counterpart<Ref> {
  const found = all.find(({ title }) => title.startsWith(start));
  if (!found) throw new Error(`nobody is ${start}`);
  return found;
}
const ada = titled(people, "the same");
const grace = titled(people, "found by alias");
const katherine = titled(people, "found by e-mail");
const desk = titled(people, "without an e-mail");
const manager = titled(people, "mapped by e-mail");
const account = titled(people, "mapped by alias");
const plantDesk = titled(groups, "of the same name");
const testDesk = titled(groups, "mapped by name");
const southDesk = titled(groups, "mapped to an id");

const members = [ada, grace, katherine, desk, manager, account];
const memberGroups = [plantDesk, testDesk, southDesk];

/** A source with people and groups of both tenants. */
interface Source {
  key: string;
  name: string;
  description: string;
  owner: (typeof members)[number];
  managementWorkgroup?: (typeof groups)[number];
  approvers?: ((typeof members)[number] | (typeof groups)[number])[];
  accountManagers?: ((typeof members)[number] | (typeof groups)[number])[];
  schemaAttributes?: NonNullable<ManifestSource["schemaAttributes"]>;
}

/** What the first tenant has. */
export const richSources: readonly Source[] = [
  {
    key: "contractors",
    name: "Contractors",
    description: 'External staff of the "plants"\nin Süd',
    owner: ada,
    managementWorkgroup: testDesk,
    approvers: [grace, testDesk, manager],
    accountManagers: [...members, ...memberGroups],
    schemaAttributes: [
      {
        technicalName: "badge",
        label: "Badge",
        required: true,
        placeholder: "000",
        helpText: "On the card",
      },
      { technicalName: "costCenter", label: "Cost center", helpText: "Four\ndigits" },
      { technicalName: "plain", label: "Plain" },
    ],
  },
  {
    key: "partners",
    name: "Partners",
    description: "People of partner companies",
    owner: manager,
    managementWorkgroup: southDesk,
    approvers: [southDesk],
    schemaAttributes: [
      { technicalName: "contract", label: "Contract", placeholder: "C-0000", required: true },
    ],
  },
  { key: "visitors", name: "Visitors", description: "Guests", owner: grace },
];

/** The same after changes of every kind. */
export const changedSources: readonly Source[] = [
  {
    key: "contractors",
    name: "Contractors",
    description: "External staff",
    owner: account,
    managementWorkgroup: plantDesk,
    approvers: [manager, grace],
    accountManagers: [plantDesk, desk],
    schemaAttributes: [
      { technicalName: "badge", label: "Badge number" },
      {
        technicalName: "costCenter",
        label: "Cost center",
        required: true,
        placeholder: "0000",
        helpText: "Four digits",
      },
      { technicalName: "more", label: "More" },
    ],
  },
  { key: "partners", name: "Partners", description: "People of partner companies", owner: grace },
  {
    key: "visitors",
    name: "Visitors",
    description: "Guests",
    owner: grace,
    managementWorkgroup: testDesk,
    approvers: [testDesk],
    accountManagers: [ada],
  },
];

/** Makes the sources in the first tenant, or makes those that it has what they are to be. */
export function putSources(store: Store, sources: readonly Source[]): void {
  for (const source of sources) {
    const { name, description, owner, managementWorkgroup, schemaAttributes = [] } = source;
    const content = {
      description,
      owner: owner.id.from,
      managementWorkgroup: managementWorkgroup?.id.from ?? null,
      approvers: (source.approvers ?? []).map(({ id }) => id.from),
      accountManagers: (source.accountManagers ?? []).map(({ id }) => id.from),
    };
    const present = store.sourceByName(name);
    if (present) store.editSource(present.sourceId, content);
    const { sourceId } = present ?? store.addSource({ name, ...content });
    for (const { id } of store.customAttributesOf(sourceId)) store.deleteAttribute(id);
    for (const attribute of [...schemaAttributes].reverse()) {
      store.addAttribute(sourceId, attribute);
    }
  }
}

/** What the manifest of one of the tenants says. */
export function richManifest(sources: readonly Source[], side: Side): Manifest {
  const member = ({ ref }: (typeof members)[number] | (typeof groups)[number]) =>
    "name" in ref[side] ? asMember(ref[side]) : ref[side];
  return inOrder({
    version: 1,
    sources: sources.map(({ owner, managementWorkgroup, approvers, accountManagers, ...rest }) => ({
      ...rest,
      owner: owner.ref[side],
      ...(managementWorkgroup && { managementWorkgroup: managementWorkgroup.ref[side] }),
      ...(approvers && { approvers: approvers.map(member) }),
      ...(accountManagers && { accountManagers: accountManagers.map(member) }),
    })),
  });
}
