/**
 * The resource SchemaAttribute: a custom attribute of a non-employee source. Its id is `<sourceId>/<attributeId>`; its properties
 * and how each is changed stand in `schema-attribute-field.ts`.
 * @see createNonEmployeeSourceSchemaAttributes, patchNonEmployeeSchemaAttribute, deleteNonEmployeeSchemaAttribute
 */
import type { SchemaAttribute } from "../api";
import { adoptionNotice, claim, type Existing, hold, refusalOf } from "./adoption";
import { adviseAttribute } from "./advice";
import { whenVisible } from "./converge";
import { createOnce } from "./create-once";
import { declaredOrLive, differingFields, diffFields, patchFields, requestsFor } from "./field";
import { findAttribute } from "./find";
import { goneIsDone, proveGone } from "./gone";
import { type Call, type Change, type Handler, type Props, ResourceError } from "./handler";
import { checkDeclaration, type Operations, toHandler } from "./handlers";
import { withoutNulls } from "./input-check";
import { type Guarded, guardRecords, refuseRecordLoss } from "./record-guard";
import { warnReleased } from "./release";
import {
  schemaAttributeFields as fields,
  liveFields,
  schemaAttributeArgsSchema,
  systemNameReason,
  toBody,
  toState,
  withDefaults,
} from "./schema-attribute-field";
import { attributeKey, changeAttribute, idByName, idParts, nameOf } from "./schema-attribute-live";
import { callOptions, type Tenant } from "./tenant";
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
import { hasUnknown, knownString } from "./value";

const type = "SchemaAttribute";

const check: Operations["check"] = (tenants, call, { news, oldInputs }) =>
  checkDeclaration(tenants, call, {
    type,
    schema: schemaAttributeArgsSchema,
    references: [],
    inputs: withDefaults(withoutNulls(news)),
    oldInputs,
    refuseExisting: (tenant, inputs) => refuseExisting(tenant, call, inputs),
    advise: (tenant, inputs, old) => adviseAttribute(tenant, call, inputs, old),
  });

/** At preview already, where the source is known: why the attribute cannot be made. */
async function refuseExisting(tenant: Tenant, call: Call, inputs: Props) {
  const sourceId = knownString(inputs.sourceId);
  const name = knownString(inputs.technicalName);
  if (sourceId === undefined || name === undefined || tenant.ledger.made.has(sourceId))
    return undefined;
  const all = await tenant.reads.attributes(sourceId, callOptions(call));
  if (!all) {
    return `sourceId "${sourceId}" is not a non-employee source of ${tenant.url}. If it was deleted there, run \`pulumi up --refresh\``;
  }
  const found = all.find(({ technicalName }) => technicalName === name);
  if (!found) return undefined;
  const existing = describeExisting(tenant, sourceId, found, inputs);
  if (tenant.ledger.replaced.has(existing.key)) return undefined;
  const refusal = refuse(tenant, existing, found);
  if (refusal === undefined) tenant.ledger.wantedByNew.add(existing.key);
  return refusal;
}

function describeExisting(
  tenant: Tenant,
  sourceId: string,
  found: SchemaAttribute,
  inputs: Props,
): Existing {
  return {
    thing: `a custom attribute "${found.technicalName}" of source ${sourceId}`,
    id: found.id,
    key: attributeKey(sourceId, found.id),
    tenantUrl: tenant.url,
    ...differingFields(fields, liveFields(sourceId, found), inputs),
    isTakenOverWhenEqual: true,
  };
}

function refuse(tenant: Tenant, existing: Existing, found: SchemaAttribute): string | undefined {
  if (!found.system) return refusalOf(tenant, existing);
  return `technicalName ${systemNameReason(found.technicalName)}`;
}

const diff: Operations["diff"] = async (tenants, call, { id, state, news }) => {
  const thing = nameOf(id, state);
  const { tenant, from, isMoved } = tenantChange(tenants, thing, state, news);
  const isDeclared = tenant.ledger.isChecked(type, news);
  const found = diffFields(fields, state, news);
  const changes = from ? withReplacement(found) : found;
  if (isMoved && isDeclared) {
    hold(tenant, id, thing, news);
    proveMoved(tenant, thing, await isListed(tenant, call, id));
    return { changes: movedChanges(tenant, call, thing, changes) };
  }
  const isReplacement = changes.some(({ replace }) => replace);
  if (isDeclared) {
    if (isReplacement) tenant.ledger.replaced.add(id);
    else hold(tenant, id, thing, news);
    if (requestsFor(fields, state, news).length > 0) await tenant.probeCredentials(call);
    if (from) await announceReplacement(call, thing, from, tenant);
  }
  // With inputs that no check gave and an unknown source, the engine asks before it deletes that source to make it anew: no
  // other diff follows.
  const isLost = isDeclared
    ? isReplacement && (from !== undefined || isCertain(changes, news))
    : hasUnknown(news.sourceId);
  if (isLost) await refuseRecordLoss(from ?? tenant, call, guardedOf(id, state));
  return { changes, deleteBeforeReplace: isReplacement };
};

async function isListed(tenant: Tenant, call: Call, id: string): Promise<boolean> {
  const { sourceId, attributeId } = idParts(id);
  const all = await tenant.reads.attributes(sourceId, callOptions(call));
  return all?.some((attribute) => attribute.id === attributeId) ?? false;
}

/** A replacement because of a value that is not known yet may turn out to be none. */
function isCertain(changes: readonly Change[], news: Props): boolean {
  return changes.some(({ replace, path }) => replace && !hasUnknown(news[path]));
}

/** What the records guard needs to know of one attribute: its values in the records of the source would go with it. */
function guardedOf(id: string, state: Props): Guarded {
  return {
    thing: `${nameOf(id, state)}: its source`,
    sourceId: idParts(id).sourceId,
    state,
    afterRefusal:
      "With the attribute in the program as it was, still or again, the next `pulumi up` keeps it.",
  };
}

const create: Operations["create"] = async (tenant, call, { inputs }) => {
  const sourceId = String(inputs.sourceId);
  return await tenant.ledger.serialise(sourceId, () =>
    createInTurn(tenant, call, sourceId, inputs),
  );
};

async function createInTurn(tenant: Tenant, call: Call, sourceId: string, inputs: Props) {
  const name = String(inputs.technicalName);
  const options = callOptions(call);
  const list = () => tenant.client.getNonEmployeeSourceSchemaAttributes(sourceId, options);
  const look = async () => {
    const all = await whenVisible(tenant, call, sourceId, list);
    return all.find(({ technicalName }) => technicalName === name);
  };
  const attempt = () =>
    whenVisible(tenant, call, sourceId, () =>
      tenant.client.createNonEmployeeSourceSchemaAttributes(sourceId, toBody(inputs), options),
    );
  const known = tenant.ledger.made.has(sourceId)
    ? undefined
    : await tenant.reads.attributes(sourceId, options);
  const existing = known?.find(({ technicalName }) => technicalName === name);
  let adopted = existing && (await adopt(tenant, call, sourceId, existing, inputs));
  const attribute =
    adopted ??
    (await createOnce(tenant, call, {
      thing: `attribute "${name}" of source ${sourceId}`,
      kind: "custom attributes of the source",
      attempt,
      look,
      idOf: ({ id }) => id,
      createdAt: ({ created }) => created,
      hasSameContent: (found) =>
        differingFields(fields, liveFields(sourceId, found), inputs).differing.length === 0,
      whenTaken: async (found) => {
        adopted = await adopt(tenant, call, sourceId, found, inputs);
        return found;
      },
      explainTaken: () => ({
        reason:
          "The source lists no attribute of that technicalName, and two minutes of waiting did not free it. Choose another one, or run `pulumi up` again later.",
        isFinal: false,
      }),
    }).catch((error: unknown) => {
      tenant.ledger.forgetAttributes(sourceId);
      throw error;
    }));
  const id = attributeKey(sourceId, attribute.id);
  claim(tenant, id, `attribute "${name}" (${id})`);
  if (!adopted) {
    tenant.ledger.made.add(id);
    tenant.reads.addAttribute(sourceId, attribute);
  }
  return { id, state: toState(inputs, givenBy(attribute), tenant.url) };
}

function givenBy(attribute: SchemaAttribute) {
  return { attributeId: attribute.id, created: attribute.created ?? undefined };
}

/** Takes over an attribute that a list has shown, if it is equal or the configuration allows it. */
async function adopt(
  tenant: Tenant,
  call: Call,
  sourceId: string,
  found: SchemaAttribute,
  inputs: Props,
): Promise<SchemaAttribute> {
  const existing = describeExisting(tenant, sourceId, found, inputs);
  const refusal = refuse(tenant, existing, found);
  if (refusal) throw new ResourceError(`create attribute "${found.technicalName}": ${refusal}`);
  call.log("warning", adoptionNotice(existing));
  if (existing.differing.length > 0) {
    await changeAttribute(tenant, call, attributeKey(sourceId, found.id), inputs);
  }
  return found;
}

const read: Operations["read"] = async (tenant, call, { id: asked, state, lookup }) => {
  const place = guardTenant(tenant, nameOf(asked, state), state);
  const options = callOptions(call);
  const id = lookup ? await idByName(tenant, options, asked) : asked;
  const thing = nameOf(id, state);
  const { sourceId, attributeId } = idParts(id);
  const all = await tenant.reads.attributes(sourceId, options);
  const found = all?.find((attribute) => attribute.id === attributeId);
  if (place === "moved") proveMoved(tenant, thing, found !== undefined);
  if (found) {
    if (lookup) tenant.ledger.held.add(id);
    const inputs = declaredOrLive(fields, state, liveFields(sourceId, found));
    // Only an `up` writes the new URL of a tenant that has moved.
    const url = place === "moved" ? String(state.tenantUrl) : tenant.url;
    return { id, state: toState(inputs, givenBy(found), url), inputs };
  }
  if (!all) await proveSourceUnlisted(tenant, call, sourceId, thing);
  const get = () => tenant.client.getNonEmployeeSchemaAttribute(sourceId, attributeId, options);
  await proveGone(get, `read ${thing}`);
  // Says what was searched, and that it is not there.
  if (lookup) await findAttribute(tenant, options, sourceId, { attributeId });
  return undefined;
};

/** The source of an attribute has no list: then a complete list of sources must be without it too. */
async function proveSourceUnlisted(tenant: Tenant, call: Call, sourceId: string, thing: string) {
  const sources = await tenant.reads.sources(callOptions(call));
  if (!sources.some((source) => source.sourceId === sourceId)) return;
  throw new ResourceError(
    `read ${thing}: the tenant lists the source ${sourceId}, but says that its attributes are not found. Nothing was decided by that; run the command again.`,
  );
}

const update: Operations["update"] = async (tenant, call, { id, state, news }) => {
  const { sourceId, attributeId } = idParts(id);
  const thing = nameOf(id, state);
  const place = await guardWrite(tenant, thing, state, () => isListed(tenant, call, id));
  if (place === "moved") return { state: movedState(tenant, state, news) };
  const wanted = withoutNulls(news);
  if (patchFields(fields, "schemaAttribute", state, wanted).length > 0) {
    await tenant.ledger.serialise(sourceId, () => changeAttribute(tenant, call, id, wanted));
  }
  const given = { attributeId, created: state.created };
  return { state: toState(wanted, given, tenant.url) };
};

const destroy: Operations["delete"] = async (tenant, call, { id, state }) => {
  const { sourceId, attributeId } = idParts(id);
  const thing = nameOf(id, state);
  await guardWrite(tenant, thing, state, () => isListed(tenant, call, id));
  await tenant.ledger.serialise(sourceId, async () => {
    // Looked at in turn: a create that was waiting may have taken the object over meanwhile.
    if (tenant.ledger.held.has(id)) return warnReleased(call, thing);
    if (!(await guardRecords(tenant, call, guardedOf(id, state)))) return;
    try {
      await goneIsDone(() =>
        tenant.client.deleteNonEmployeeSchemaAttribute(sourceId, attributeId, callOptions(call)),
      );
    } finally {
      tenant.ledger.forgetAttributes(sourceId);
    }
  });
};

/** The handler of the resource; `open` gives the tenants of the configuration. */
export function schemaAttributeHandler(open: () => Promise<Tenants>): Handler {
  return toHandler(open, { check, diff, create, read, update, delete: destroy });
}
