/** A directory and its tenant, new for each test, and the filters that the tenant received. */
import { Directory } from "../../../provider/resources/directory";
import { startTenant, type TestTenant } from "../api/tenant";

export const PEOPLE = "/public-identities";
export const GROUPS = "/workgroups";

/** May be used inside of tests and hooks only. */
export interface DirectoryUnderTest {
  readonly tenant: TestTenant;
  readonly directory: Directory;
  /** Takes a directory that remembers nothing. */
  renew(): void;
  /** Filters that one list has received, in the order of arrival. */
  filtersAt(template: string): string[];
}

/** Starts a judged tenant before each test of the file, and judges it after each. */
export function useDirectory(): DirectoryUnderTest {
  let made: { tenant: TestTenant; directory: Directory } | undefined;
  const current = () => {
    if (!made) throw new Error("the directory exists during tests only");
    return made;
  };
  beforeEach(async () => {
    const tenant = await startTenant();
    made = { tenant, directory: new Directory(tenant.client) };
  });
  afterEach(() => current().tenant.simulator.stop());
  return {
    get tenant() {
      return current().tenant;
    },
    get directory() {
      return current().directory;
    },
    renew: () => {
      const { tenant } = current();
      made = { tenant, directory: new Directory(tenant.client) };
    },
    filtersAt: (template) =>
      current()
        .tenant.simulator.requests.filter((request) => request.template === template)
        .map(({ query }) => String(query.filters)),
  };
}

/** The ids, sorted. */
export function ids(items: readonly { id: string }[]): string[] {
  return items.map(({ id }) => id).sort();
}
