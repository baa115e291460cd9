/** The requests of a seed. */
import { APPROVAL_STATUSES, type ApprovalItem, type NonEmployeeRequest } from "./request-entities";
import type { Seed } from "./seed";
import {
  type Check,
  flag,
  instant,
  known,
  listOf,
  nullable,
  optional,
  positive,
  shape,
  text,
  textMap,
} from "./shape-check";

/** What one approver of a seeded request is asked. */
export type SeedApprovalItem = Pick<ApprovalItem, "approver" | "approvalStatus"> &
  Partial<Omit<ApprovalItem, "requestId">>;

/** A request of a seeded source; what is left out gets plausible values, the approval items those of the source's approvers. */
export type SeedRequest = Partial<Omit<NonEmployeeRequest, "sourceId">> & {
  approvalItems?: SeedApprovalItem[];
};

const status = known(APPROVAL_STATUSES);

const approvalItemCheck: Check = shape({
  id: optional(text),
  approver: text,
  approvalStatus: status,
  approvalOrder: optional(positive),
  comment: optional(nullable(text)),
  created: optional(instant),
  modified: optional(instant),
});

/** A non-employee in a seed, in records and in requests. */
export const personChecks = {
  accountName: optional(text),
  firstName: optional(text),
  lastName: optional(text),
  email: optional(text),
  phone: optional(text),
  manager: optional(text),
  startDate: optional(instant),
  endDate: optional(instant),
  data: optional(textMap),
};

/** A request as a seed has it. */
export const requestCheck: Check = shape({
  id: optional(text),
  requester: optional(text),
  ...personChecks,
  approvalStatus: optional(status),
  comment: optional(nullable(text)),
  completionDate: optional(nullable(instant)),
  isDeleted: optional(flag),
  approvalItems: optional(listOf(approvalItemCheck)),
  created: optional(instant),
  modified: optional(instant),
});

/** Tells a problem unless something has the id. */
type Expect = (ids: ReadonlySet<string>, id: string | undefined, path: string) => void;

/** Looks at the people and groups that the requests of a seed refer to. */
export function expectRequestReferences(
  { sources = [] }: Seed,
  people: ReadonlySet<string>,
  either: ReadonlySet<string>,
  expect: Expect,
): void {
  for (const [index, { requests = [] }] of sources.entries()) {
    for (const [place, { requester, approvalItems = [] }] of requests.entries()) {
      const path = `seed.sources[${index}].requests[${place}]`;
      expect(people, requester, `${path}.requester`);
      for (const [number, { approver }] of approvalItems.entries()) {
        expect(either, approver, `${path}.approvalItems[${number}].approver`);
      }
    }
  }
}

/** The ids of requests and approval items, with their paths: each kind is unique in the tenant. */
export function requestIds({ sources = [] }: Pick<Seed, "sources">): {
  requests: Place[];
  approvalItems: Place[];
} {
  const requests = sources.flatMap(({ requests: own = [] }, index) =>
    own.map((request, place) => ({
      request,
      path: `seed.sources[${index}].requests[${place}]`,
    })),
  );
  return {
    requests: requests.map(({ request, path }) => [`${path}.id`, request.id]),
    approvalItems: requests.flatMap(({ request: { approvalItems = [] }, path }) =>
      approvalItems.map(({ id }, place): Place => [`${path}.approvalItems[${place}].id`, id]),
    ),
  };
}

type Place = readonly [path: string, value: string | undefined];
