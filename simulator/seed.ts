/** The seed: what a tenant holds at the start, as plain JSON. */
import { defaultSeed } from "./default-seed";
import {
  CLOUD_STATUSES,
  type Client,
  type GenericSource,
  IDENTITY_STATES,
  type Identity,
  type NonEmployeeRecord,
  type NonEmployeeSource,
  PROCESSING_STATES,
  type SchemaAttribute,
  USER_LEVELS,
  type Workgroup,
} from "./entities";
import { isObject } from "./json";
import { personChecks, requestCheck, type SeedRequest } from "./request-seed";
import { danglingReferences, repeatedIds } from "./seed-check";
import {
  type Check,
  check,
  flag,
  instant,
  known,
  listOf,
  nullable,
  optional,
  type Problem,
  positive,
  shape,
  text,
  textMap,
} from "./shape-check";

/** A person; what is left out is that of an ordinary, active one. */
export type SeedIdentity = Pick<
  Identity,
  "id" | "alias" | "name" | "firstName" | "lastName" | "email" | "identityState" | "manager"
> &
  Partial<Identity>;

/** A custom attribute of a seeded source; the system ones come by themselves. */
export type SeedAttribute = Pick<SchemaAttribute, "technicalName" | "label"> &
  Partial<Omit<SchemaAttribute, "sourceId" | "system">>;

/** A record of a seeded source; what is left out gets plausible values. */
export type SeedRecord = Partial<Omit<NonEmployeeRecord, "sourceId">>;

/** What of a non-employee source's generic source is not as the non-employee source says, such as `authoritative`. */
export type SeedGenericPart = Partial<Omit<GenericSource, "id" | "owner" | "managementWorkgroup">>;

/** A non-employee source; people and groups by id. */
export type SeedSource = Pick<NonEmployeeSource, "name" | "description"> &
  Partial<NonEmployeeSource> & {
    owner: string;
    managementWorkgroup?: string | null;
    generic?: SeedGenericPart;
    attributes?: SeedAttribute[];
    records?: SeedRecord[];
    requests?: SeedRequest[];
  };

/** A source of another kind. */
export type SeedGenericSource = Pick<GenericSource, "name" | "owner"> & Partial<GenericSource>;

/**
 * What a tenant holds at the start. Sections left out: people, groups and other sources of the default
 * seed, no non-employee sources, and one administrator's client with random credentials.
 */
export interface Seed {
  clients?: Client[];
  identities?: SeedIdentity[];
  workgroups?: Workgroup[];
  genericSources?: SeedGenericSource[];
  sources?: SeedSource[];
}

/** A text that no message shows. */
const secret: Check = (value, path, problems) => {
  if (typeof value !== "string") problems.push({ path, problem: "must be a string" });
};

const attributeCheck: Check = shape({
  technicalName: text,
  label: text,
  id: optional(text),
  type: optional(known(["TEXT", "DATE", "IDENTITY", "PHONE", "EMAIL"])),
  helpText: optional(nullable(text)),
  placeholder: optional(nullable(text)),
  required: optional(flag),
  created: optional(instant),
  modified: optional(instant),
});

const recordCheck: Check = shape({
  id: optional(text),
  ...personChecks,
  created: optional(instant),
  modified: optional(instant),
});

const genericPart = {
  name: optional(text),
  description: optional(text),
  type: optional(text),
  connector: optional(text),
  connectorClass: optional(text),
  connectorName: optional(text),
  connectionType: optional(text),
  connectorAttributes: optional(check("an object", isObject)),
  features: optional(listOf(text)),
  authoritative: optional(flag),
  created: optional(instant),
  modified: optional(instant),
};

const seedCheck: Check = shape({
  clients: optional(
    listOf(
      shape({
        clientId: text,
        clientSecret: secret,
        scopes: listOf(text),
        userLevel: optional(known(USER_LEVELS)),
        identityId: optional(text),
        tokenSeconds: optional(positive),
      }),
    ),
  ),
  identities: optional(
    listOf(
      shape({
        id: text,
        alias: text,
        name: text,
        firstName: text,
        lastName: text,
        email: nullable(text),
        identityState: nullable(known(IDENTITY_STATES)),
        manager: nullable(text),
        correlated: optional(flag),
        protected: optional(flag),
        processingState: optional(nullable(known(PROCESSING_STATES))),
        cloudStatus: optional(known(CLOUD_STATUSES)),
        attributes: optional(textMap),
        created: optional(instant),
        modified: optional(instant),
      }),
    ),
  ),
  workgroups: optional(
    listOf(
      shape({
        id: text,
        name: text,
        description: text,
        owner: text,
        members: listOf(text),
        created: instant,
        modified: instant,
      }),
    ),
  ),
  genericSources: optional(
    listOf(
      shape({
        ...genericPart,
        id: optional(text),
        name: text,
        owner: text,
        managementWorkgroup: optional(nullable(text)),
      }),
    ),
  ),
  sources: optional(
    listOf(
      shape({
        id: optional(text),
        sourceId: optional(text),
        name: text,
        description: text,
        owner: text,
        managementWorkgroup: optional(nullable(text)),
        approvers: optional(listOf(text)),
        accountManagers: optional(listOf(text)),
        cloudExternalId: optional(text),
        generic: optional(shape(genericPart)),
        created: optional(instant),
        modified: optional(instant),
        attributes: optional(listOf(attributeCheck)),
        records: optional(listOf(recordCheck)),
        requests: optional(listOf(requestCheck)),
      }),
    ),
  ),
});

/**
 * Checks a seed that may come from a file, and fills the sections that it leaves out.
 *
 * @throws Error that names the path of each wrong place
 */
export function parseSeed(value: unknown): Seed {
  assertSeed(value);
  // The default's sources have the default's people as owners: they go with people of the seed's own.
  const own: Seed = value.identities || value.workgroups ? { genericSources: [] } : {};
  const seed = { ...defaultSeed, ...own, ...value };
  refuse([...repeatedIds(seed), ...danglingReferences(seed)]);
  return seed;
}

function assertSeed(value: unknown): asserts value is Seed {
  const problems: Problem[] = [];
  seedCheck(value, "seed", problems);
  refuse(problems);
}

function refuse(problems: readonly Problem[]): void {
  if (problems.length === 0) return;
  const lines = problems.map(({ path, problem }) => `${path}: ${problem}`);
  throw new Error(`the simulator's seed is not valid:\n${lines.join("\n")}`);
}
