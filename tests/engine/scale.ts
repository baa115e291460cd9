/** Two tenants of the size of a whole company: in the second everybody has another id, and some are found in other ways. */
import {
  DEFAULT_IDENTITIES,
  DEFAULT_WORKGROUPS,
  type Identity,
  type Seed,
  type SeedSource,
  type Workgroup,
} from "../../simulator";

export type Side = "from" | "to";

/** How many there are of each. */
export const size = { sources: 50, attributes: 10, people: 200, groups: 12 };

const numbers = (count: number) => Array.from({ length: count }, (_, index) => index);
const hexId = (side: Side, number: number) =>
  `${side === "from" ? "aaaa" : "bbbb"}${String(number).padStart(28, "0")}`;

/** Ten people whose place somebody else takes. */
const isMapped = (number: number) => number % 20 === 7;
/** Twenty people whose e-mail is another in the second tenant. */
const isFoundByAlias = (number: number) => number % 10 === 3;
/** Two groups of another name. */
const isMappedGroup = (number: number) => number < 2;

/** Names of a person in one tenant. */
function contactOf(side: Side, number: number): { email: string; alias: string } {
  const name = isMapped(number) && side === "from" ? "test" : "person";
  const isSandbox = side === "from" && (isMapped(number) || isFoundByAlias(number));
  const domain = isSandbox ? "sandbox.example.com" : "example.com";
  return { email: `${name}.${number}@${domain}`, alias: `${name}.${number}` };
}

const groupName = (side: Side, number: number) =>
  `${isMappedGroup(number) && side === "from" ? "Test desk" : "Desk"} ${number}`;

function person(side: Side, number: number): Identity {
  const own = { id: hexId(side, number), name: `Person ${number}`, ...contactOf(side, number) };
  return { ...DEFAULT_IDENTITIES.ada, ...own };
}

function group(side: Side, number: number): Workgroup {
  const own = { id: hexId(side, 1000 + number), name: groupName(side, number) };
  return { ...DEFAULT_WORKGROUPS.plantDesk, ...own, owner: hexId(side, 0), members: [] };
}

/** Everybody owns, approves or manages something: up to 12 people in a source, so 24 questions for e-mail and alias. */
function source(number: number): SeedSource {
  const people = (...all: number[]) => all.map((one) => hexId("from", one % size.people));
  const groupId = (one: number) => hexId("from", 1000 + (one % size.groups));
  const managers = numbers(8).map((step) => number * 4 + step);
  return {
    name: `Plant ${number}`,
    description: `External staff of plant ${number}`,
    owner: hexId("from", number),
    managementWorkgroup: groupId(number),
    approvers: people(number + 50, number + 100, number + 150).slice(0, 1 + (number % 3)),
    accountManagers: number % 2 === 0 ? [...people(...managers), groupId(number + 1)] : [],
    attributes: numbers(size.attributes).map((index) => ({
      technicalName: `field${index}`,
      label: `Field ${index} of plant ${number}`,
      required: index % 4 === 0,
      helpText: index % 3 === 0 ? `What belongs into field ${index}` : null,
      placeholder: index % 5 === 0 ? "0000" : null,
    })),
  };
}

/** How many people each source names. */
export const peopleOfSources = numbers(size.sources).map((number) => {
  const { approvers = [], accountManagers = [] } = source(number);
  // One of the managers is a group.
  return 1 + approvers.length + Math.max(0, accountManagers.length - 1);
});

/** What a tenant holds at the start: the first one sources as well. */
export function seedOf(side: Side): Seed {
  return {
    identities: numbers(size.people).map((number) => person(side, number)),
    workgroups: numbers(size.groups).map((number) => group(side, number)),
    ...(side === "from" && { sources: numbers(size.sources).map(source) }),
  };
}

/** The maps of the program for the second tenant. */
export const maps = {
  people: Object.fromEntries(
    numbers(size.people)
      .filter(isMapped)
      .map((number) => [contactOf("from", number).email, contactOf("to", number).alias]),
  ),
  groups: Object.fromEntries(
    numbers(size.groups)
      .filter(isMappedGroup)
      .map((number) => [groupName("from", number), groupName("to", number)]),
  ),
};

const counterparts = new Map<string, object>([
  ...numbers(size.people).map(
    (number) => [JSON.stringify(contactOf("from", number)), contactOf("to", number)] as const,
  ),
  ...numbers(size.groups).flatMap((number) => {
    const [from, to] = [groupName("from", number), groupName("to", number)];
    return [
      [JSON.stringify({ name: from }), { name: to }] as const,
      [JSON.stringify({ governanceGroup: from }), { governanceGroup: to }] as const,
    ];
  }),
]);

/** What a manifest of the first tenant says of the second one: every person and group by the names of that tenant. */
export function translated(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(translated);
  if (typeof value !== "object" || value === null) return value;
  const known = counterparts.get(JSON.stringify(value));
  return (
    known ?? Object.fromEntries(Object.entries(value).map(([key, part]) => [key, translated(part)]))
  );
}
