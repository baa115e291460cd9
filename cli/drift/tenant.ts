/** What the tenants of a stack are asked besides the refresh: names for ids, objects that nobody declares, and who they are. */

import type { CallOptions } from "../../provider/api";
import { withNames } from "../../provider/drift/named-reference";
import { otherTenantProblem } from "../../provider/drift/other-tenant";
import { findUnmanaged } from "../../provider/drift/unmanaged";
import type { Value } from "../../provider/resources/handler";
import { nonEmployeeSourceReferences } from "../../provider/resources/non-employee-source-field";
import type { Tenant } from "../../provider/resources/tenant";
import { type CommandHost, messageOf, warn } from "../host";
import type { PulumiStack } from "../pulumi";
import { readStackConfiguration, tenantsOf } from "./configuration";
import type { DriftDifference } from "./judge";
import type { DriftReport } from "./report";
import type { ManagedResource, StackState } from "./state";

/** One tenant, and what the stack has there. */
interface Part {
  tenant: Tenant;
  managed: readonly ManagedResource[];
  /** Its URLs in the state. */
  urls: ReadonlySet<string>;
}

const urlOf = ({ tenantUrl = "" }: { tenantUrl?: string | undefined }) => tenantUrl;

/**
 * Completes a report by what only the tenants can tell. Nothing is asked if there is nothing to ask.
 *
 * @throws Error if the configuration of the stack cannot be read, or a tenant does not answer what it must
 */
export async function askTenants(
  host: CommandHost,
  stack: PulumiStack,
  state: StackState,
  report: DriftReport,
): Promise<void> {
  const isGone = report.differences.some(({ change }) => change === "deleted");
  const unnamed = report.differences.filter(isReference);
  if (!isGone && unnamed.length === 0 && !report.includesUnmanaged) return;
  const parts = await openParts(host, stack, state);
  const options: CallOptions = { signal: host.signal, onWait: (message) => host.err(message) };
  for (const part of parts) {
    if (isAllGone(part.managed, report)) await doubt(part, options, report);
    if (report.includesUnmanaged) await addUnmanaged(part, options, state, report);
    await addNames(host, part, options, unnamed);
  }
}

/** Opens each tenant by the name that resources give it; two names, or two URLs of a tenant that has moved, can be one tenant. */
async function openParts(
  host: CommandHost,
  stack: PulumiStack,
  state: StackState,
): Promise<Part[]> {
  const tenants = tenantsOf(host, await readStackConfiguration(host, stack));
  const opened = state.managed.map((resource) => ({
    resource,
    tenant: tenants.open(resource.tenant),
  }));
  return [...Map.groupBy(opened, ({ tenant }) => tenant.url).values()].flatMap((all) => {
    const [first] = all;
    if (!first) return [];
    const managed = all.map(({ resource }) => resource);
    return [{ tenant: first.tenant, managed, urls: new Set(managed.map(urlOf)) }];
  });
}

/** Whether all sources that the stack has in a tenant are gone. */
function isAllGone(managed: readonly ManagedResource[], { differences }: DriftReport): boolean {
  const gone = new Set(
    differences.filter(({ change }) => change === "deleted").map(({ urn }) => urn),
  );
  const sources = managed.filter(({ type }) => type === "NonEmployeeSource");
  return sources.length > 0 && sources.every(({ urn }) => gone.has(urn));
}

async function doubt(part: Part, options: CallOptions, report: DriftReport): Promise<void> {
  const sources = part.managed.filter(({ type }) => type === "NonEmployeeSource");
  const problem = await otherTenantProblem(part.tenant, options, {
    sourceIds: sources.map(({ id }) => id),
    ownerIds: sources.flatMap(({ outputs: { ownerId } }) =>
      typeof ownerId === "string" ? [ownerId] : [],
    ),
  });
  if (problem !== undefined) report.problems.push(problem);
}

async function addUnmanaged(
  { tenant, urls, managed }: Part,
  options: CallOptions,
  state: StackState,
  report: DriftReport,
): Promise<void> {
  const idsOf = (type: ManagedResource["type"]) =>
    new Set(managed.filter((one) => one.type === type).map(({ id }) => id));
  const found = await findUnmanaged(tenant, options, {
    sources: idsOf("NonEmployeeSource"),
    attributes: idsOf("SchemaAttribute"),
    lookedUp: new Set(state.lookedUp.filter((one) => urls.has(urlOf(one))).map(({ id }) => id)),
  });
  report.differences.push(
    ...found.map(
      ({ type, id, name }): DriftDifference => ({
        change: "unmanaged",
        severity: "functional",
        type,
        resource: name,
        id,
        tenantUrl: tenant.url,
      }),
    ),
  );
}

function kindOf(path: string | undefined) {
  const property = path?.replace(/\[.*$/, "");
  return nonEmployeeSourceReferences.find(({ name }) => name === property)?.kind;
}

function isReference({ type, path }: DriftDifference): boolean {
  return type === "NonEmployeeSource" && kindOf(path) !== undefined;
}

/** For reading alone: without it, the ids stand there. */
async function addNames(
  host: CommandHost,
  { tenant, urls }: Part,
  options: CallOptions,
  differences: readonly DriftDifference[],
): Promise<void> {
  const own = differences.filter((one) => urls.has(urlOf(one)));
  try {
    await Promise.all(
      own.map(async (one) => {
        const kind = kindOf(one.path);
        if (kind === undefined) return;
        const nameIn = async (value: Value | undefined) =>
          value === undefined ? undefined : await withNames(tenant, options, kind, value);
        const [declared, found] = await Promise.all([nameIn(one.declared), nameIn(one.found)]);
        if (declared !== undefined) one.declared = declared;
        if (found !== undefined) one.found = found;
      }),
    );
  } catch (error) {
    if (host.signal.aborted) throw error;
    warn(host, `people and groups are shown by their ids alone: ${messageOf(error)}`);
  }
}
