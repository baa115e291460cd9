/**
 * The resource NonEmployeeSource. Its id is `sourceId` (32 hex characters), its properties and how each is changed stand in
 * `non-employee-source-field.ts`, its live side in `non-employee-source-live.ts`.
 * @see createNonEmployeeSource, patchNonEmployeeSource, deleteNonEmployeeSource, updateSource
 */
import { hold, refusalOf, renameRefusal } from "./adoption";
import { adviseSource } from "./advice";
import { declaredOrLive, diffFields, requestsFor } from "./field";
import { byName, findSource } from "./find";
import { goneIsDone } from "./gone";
import type { Call, Handler, Props } from "./handler";
import { ResourceError } from "./handler";
import { checkDeclaration, type Operations, toHandler } from "./handlers";
import { withoutNulls } from "./input-check";
import { createSource, describeExisting, givenBy } from "./non-employee-source-create";
import {
  nonEmployeeSourceFields as fields,
  nonEmployeeSourceArgsSchema,
  nonEmployeeSourceReferences,
  toState,
} from "./non-employee-source-field";
import { changeSource, nameOf, readLive, withGeneric } from "./non-employee-source-live";
import { guardRecords, refuseRecordLoss } from "./record-guard";
import { releaseSource } from "./release";
import { callOptions, type ManageScope, type Tenant } from "./tenant";
import {
  announceReplacement,
  guardTenant,
  guardWrite,
  movedChanges,
  movedState,
  proveMoved,
  tenantChange,
  withReplacement,
} from "./tenant-guard";
import type { Tenants } from "./tenants";
import { knownString } from "./value";

const type = "NonEmployeeSource";

const check: Operations["check"] = (tenants, call, { news, oldInputs }) =>
  checkDeclaration(tenants, call, {
    type,
    schema: nonEmployeeSourceArgsSchema,
    references: nonEmployeeSourceReferences,
    inputs: withoutNulls(news),
    oldInputs,
    adoptable: async (tenant, inputs) => {
      const found = await sameName(tenant, call, inputs);
      return found && (await withGeneric(tenant, call, found));
    },
    refuseExisting: (tenant, inputs) => refuseExisting(tenant, call, inputs),
    advise: (tenant, inputs, old) => adviseSource(tenant, call, inputs, old),
  });

/** At preview already: why a new resource cannot be made because the tenant has a source of that name. */
async function refuseExisting(
  tenant: Tenant,
  call: Call,
  inputs: Props,
): Promise<string | undefined> {
  const found = await sameName(tenant, call, inputs);
  if (!found) return undefined;
  const existing = describeExisting(tenant, found, await withGeneric(tenant, call, found), inputs);
  const refusal = refusalOf(tenant, existing);
  if (refusal === undefined) tenant.ledger.wantedByNew.add(existing.key);
  return refusal;
}

/** The source of the tenant that has the declared name. */
async function sameName(tenant: Tenant, call: Call, inputs: Props) {
  const name = knownString(inputs.name);
  if (name === undefined) return undefined;
  const sources = await tenant.reads.sources(callOptions(call));
  return sources.find((source) => source.name === name);
}

const diff: Operations["diff"] = async (tenants, call, { id, state, news }) => {
  const thing = nameOf(id, state);
  const { tenant, from, isMoved } = tenantChange(tenants, thing, state, news);
  const changes = diffFields(fields, state, news);
  const isDeclared = tenant.ledger.isChecked(type, news);
  if (from) {
    if (isDeclared) {
      await announceReplacement(call, thing, from, tenant);
      await refuseRecordLoss(from, call, { ...guarded(id, state), afterRefusal: afterMoveRefusal });
    }
    return { changes: withReplacement(changes), deleteBeforeReplace: true };
  }
  if (!isDeclared) return { changes };
  hold(tenant, id, thing, news);
  if (isMoved) {
    proveMoved(tenant, thing, await isListed(tenant, call, id));
    return { changes: movedChanges(tenant, call, thing, changes) };
  }
  if (changes.some(({ path }) => path === "name")) {
    tenant.ledger.renamed.add(id);
    const refusal = renameRefusal(tenant, id, thing);
    if (refusal !== undefined) throw new ResourceError(refusal);
  }
  const paths = requestsFor(fields, state, news);
  if (paths.length > 0) await tenant.probeCredentials(call, scopesFor(paths));
  return { changes };
};

async function isListed(tenant: Tenant, call: Call, id: string): Promise<boolean> {
  const sources = await tenant.reads.sources(callOptions(call));
  return sources.some(({ sourceId }) => sourceId === id);
}

const afterMoveRefusal =
  "With the tenant in the program as it was, the next `pulumi up` keeps everything.";

/** What the records guard needs to know of a source. */
function guarded(id: string, state: Props) {
  return { thing: nameOf(id, state), sourceId: id, state };
}

/** Owner and workgroup are changed through another API than the rest. */
function scopesFor(paths: readonly string[]): ManageScope[] {
  const isGeneric = (path: string) => path === "owner" || path === "managementWorkgroup";
  return [
    ...(paths.some(isGeneric) ? (["idn:sources:manage"] as const) : []),
    ...(paths.every(isGeneric) ? [] : (["idn:nelm:manage"] as const)),
  ];
}

const read: Operations["read"] = async (tenant, call, { id: asked, state, lookup }) => {
  const place = guardTenant(tenant, nameOf(asked, state), state);
  const id = lookup ? await idByName(tenant, call, asked) : asked;
  const found = await readLive(tenant, call, id);
  if (place === "moved") proveMoved(tenant, nameOf(id, state), found !== undefined);
  if (!found) {
    // Says what was searched, and that it is not there.
    if (lookup) await findSource(tenant, callOptions(call), { sourceId: id });
    return undefined;
  }
  if (lookup) tenant.ledger.held.add(id);
  const inputs = declaredOrLive(fields, state, found.live);
  // Only an `up` writes the new URL of a tenant that has moved.
  const url = place === "moved" ? String(state.tenantUrl) : tenant.url;
  return { id, state: toState(inputs, givenBy(found.source), url), inputs };
};

/** The id for `name:<source name>`, else what was asked. @throws {@link ResourceError} if not exactly one source has it */
async function idByName(tenant: Tenant, call: Call, asked: string): Promise<string> {
  const name = asked.startsWith(byName) ? asked.slice(byName.length) : undefined;
  if (name === undefined) return asked;
  return (await findSource(tenant, callOptions(call), { name })).sourceId;
}

const update: Operations["update"] = async (tenant, call, { id, state, news }) => {
  const thing = nameOf(id, state);
  const place = await guardWrite(tenant, thing, state, () => isListed(tenant, call, id));
  if (place === "moved") return { state: movedState(tenant, state, news) };
  const wanted = withoutNulls(news);
  const work = () => changeSource(tenant, call, { id, known: state, wanted });
  return { state: await tenant.ledger.serialise(id, work) };
};

const destroy: Operations["delete"] = async (tenant, call, { id, state }) => {
  const thing = nameOf(id, state);
  await guardWrite(tenant, thing, state, () => isListed(tenant, call, id));
  await tenant.ledger.serialise(id, async () => {
    // Looked at in turn: a create that was waiting may have taken the object over meanwhile.
    if (tenant.ledger.held.has(id)) return await releaseSource(tenant, call, id, thing);
    const isThere = await guardRecords(tenant, call, {
      ...guarded(id, state),
      afterRefusal:
        "With the source in the program, still or again, the next `pulumi up` keeps it, takes its custom attributes back into the state and writes nothing to the tenant.",
    });
    try {
      if (isThere) {
        await goneIsDone(() => tenant.client.deleteNonEmployeeSource(id, callOptions(call)));
      }
    } finally {
      tenant.ledger.forgetSource(id);
    }
  });
};

/** The handler of the resource; `open` gives the tenants of the configuration. */
export function nonEmployeeSourceHandler(open: () => Promise<Tenants>): Handler {
  const create: Operations["create"] = (tenant, call, { inputs }) =>
    createSource(tenant, call, inputs);
  return toHandler(open, { check, diff, create, read, update, delete: destroy });
}
