/** From stored objects to what goes over the wire, per API version. */

import type { BulkJob } from "./bulk-job";
import type {
  ApiVersion,
  GenericSource,
  NonEmployeeRecord,
  NonEmployeeSource,
  SchemaAttribute,
} from "./entities";
import { formatInstant, toInstant } from "./identifier";
import type { JsonObject } from "./json";
import { inListOrder } from "./list-order";
import { UNHEARD_OF } from "./oddity";
import type { Behaviour } from "./settings";
import type { Store } from "./store";

/** What the wire format depends on. */
export interface WireContext {
  store: Store;
  version: ApiVersion;
  behaviour: Behaviour;
}

/** A non-employee source; beta adds `nonEmployeeCount`, which is null outside of lists. */
export function sourceResponse(source: NonEmployeeSource, context: WireContext): JsonObject {
  const { id, sourceId, name, description } = source;
  return {
    id,
    sourceId,
    name,
    description,
    approvers: source.approvers.map((ref) => memberResponse(ref, context)),
    accountManagers: managersInOrder(source, context.behaviour).map((ref, index) => ({
      ...memberResponse(ref, context),
      ...(context.behaviour.extraEnumValues && index === 0 && { type: UNHEARD_OF.referenceType }),
    })),
    ...instants(source, context),
    ...(hasBetaTypes(context) && { nonEmployeeCount: null }),
    ...(context.behaviour.extraFields && writeOnlyFields(source, context)),
  };
}

/** Account managers as answers give them: unlike approvers, they have no order of their own. */
export function managersInOrder(
  { accountManagers }: Pick<NonEmployeeSource, "accountManagers">,
  behaviour: Behaviour,
): readonly string[] {
  return inListOrder(accountManagers, behaviour, (id) => id);
}

/** What a source is made with and by the schemas never answers; one client expects it, in these two forms. */
function writeOnlyFields({ sourceId }: NonEmployeeSource, { store }: WireContext): JsonObject {
  const { owner, managementWorkgroup } = store.rows.source(sourceId) ?? {};
  return {
    ...(owner && { owner }),
    ...(managementWorkgroup && { managementWorkgroup: { id: managementWorkgroup } }),
  };
}

/** A source as creation answers it. */
export function createdSourceResponse(source: NonEmployeeSource, context: WireContext): JsonObject {
  return { ...sourceResponse(source, context), cloudExternalId: source.cloudExternalId };
}

/** A source as the list gives it; the count is null unless asked for. */
export function listedSourceResponse(
  source: NonEmployeeSource,
  context: WireContext,
  isCounted: boolean,
): JsonObject {
  const count = isCounted ? context.store.rows.recordCount(source.sourceId) : null;
  return { ...sourceResponse(source, context), nonEmployeeCount: count };
}

/** A schema attribute; texts that are not set are answered as the version and the behaviour say. */
export function attributeResponse(attribute: SchemaAttribute, context: WireContext): JsonObject {
  const { id, system, required } = attribute;
  const technicalName = technicalNameOf(attribute, context.behaviour);
  return {
    id,
    system,
    ...instants(attribute, context),
    type: typeResponse(attribute, context),
    label: isPlain(attribute, context) ? technicalName : attribute.label,
    technicalName,
    ...textResponse("helpText", attribute, context),
    ...textResponse("placeholder", attribute, context),
    required,
  };
}

/** Only beta has types for phone numbers and e-mail addresses. */
function typeResponse(attribute: SchemaAttribute, context: WireContext): string {
  const { system, technicalName, type } = attribute;
  const isOdd = context.behaviour.extraEnumValues && system && technicalName === "endDate";
  if (isOdd) return UNHEARD_OF.attributeType;
  if (isPlain(attribute, context)) return "TEXT";
  return !hasBetaTypes(context) && (type === "PHONE" || type === "EMAIL") ? "TEXT" : type;
}

/** Whether the type and the label of a system attribute say nothing of it. */
function isPlain({ system }: SchemaAttribute, { behaviour }: WireContext): boolean {
  return system && behaviour.systemFields === "plain";
}

/** The name that the API gives an attribute: system attributes may have another one than the columns of records. */
export function technicalNameOf(
  { technicalName, system }: SchemaAttribute,
  { systemNames }: Behaviour,
): string {
  if (!system || systemNames === "camelCase") return technicalName;
  return technicalName.replace(/[A-Z]/g, (letter) => `.${letter.toLowerCase()}`);
}

/** Whether a help text or placeholder counts as not set: an empty one does where answers know one form of it alone. */
export function isUnset(text: string | null, { emptyTexts }: Behaviour): boolean {
  return text === null || (text === "" && emptyTexts !== "documented");
}

function textResponse(
  field: "helpText" | "placeholder",
  attribute: SchemaAttribute,
  context: WireContext,
): JsonObject {
  const { emptyTexts } = context.behaviour;
  if (!isUnset(attribute[field], context.behaviour)) return { [field]: attribute[field] };
  if (emptyTexts === "empty") return { [field]: "" };
  const isNull = emptyTexts === "null" || (emptyTexts === "documented" && hasBetaTypes(context));
  return isNull ? { [field]: null } : {};
}

/** A record; its data is what its source's attributes have. */
export function recordResponse(record: NonEmployeeRecord, context: WireContext): JsonObject {
  const { recordDates, timestampDigits } = context.behaviour;
  const answered = (date: string) =>
    recordDates === "utc" ? formatInstant(toInstant(Date.parse(date)), timestampDigits) : date;
  const { startDate, endDate } = record;
  const dates = { startDate: answered(startDate), endDate: answered(endDate) };
  return { ...record, ...dates, ...instants(record, context) };
}

/** An upload as it was accepted. */
export function jobResponse({ id, sourceId, created }: BulkJob, context: WireContext): JsonObject {
  return { id, sourceId, ...instants({ created, modified: created }, context), status: "PENDING" };
}

/** What no source has here: correlation, rules, schemas and policies. */
const UNUSED_SOURCE_FIELDS = {
  accountCorrelationConfig: null,
  accountCorrelationRule: null,
  managerCorrelationMapping: null,
  managerCorrelationRule: null,
  beforeProvisioningRule: null,
  schemas: [],
  passwordPolicies: [],
  deleteThreshold: 10,
};

/** What every generic source says of its state. */
export const SOURCE_HEALTH = { healthy: true, status: "SOURCE_STATE_HEALTHY", category: null };

/** An object of `/sources`. */
export function genericSourceResponse(source: GenericSource, context: WireContext): JsonObject {
  const { store } = context;
  const group = source.managementWorkgroup;
  return {
    ...source,
    owner: {
      type: "IDENTITY",
      id: source.owner,
      name: store.rows.identity(source.owner)?.name ?? "",
    },
    managementWorkgroup: group && {
      type: "GOVERNANCE_GROUP",
      id: group,
      name: store.rows.workgroup(group)?.name ?? "",
    },
    cluster: null,
    ...UNUSED_SOURCE_FIELDS,
    connectorId: source.connector,
    connectorImplementationId: source.connector,
    ...SOURCE_HEALTH,
    ...(context.behaviour.extraEnumValues && { status: UNHEARD_OF.sourceStatus }),
    since: formatInstant(source.created, context.behaviour.timestampDigits),
    credentialProviderEnabled: false,
    ...instants(source, context),
  };
}

/** An approver, account manager or requester: the type follows from the id. */
export function memberResponse(id: string, { store }: WireContext): JsonObject {
  return { type: store.rows.workgroup(id) ? "GOVERNANCE_GROUP" : "IDENTITY", id };
}

/** Both instants of an object, with the tenant's number of digits. */
export function instants(
  stored: { created: string; modified: string },
  { behaviour }: WireContext,
): JsonObject {
  return {
    modified: formatInstant(stored.modified, behaviour.timestampDigits),
    created: formatInstant(stored.created, behaviour.timestampDigits),
  };
}

function hasBetaTypes({ version, behaviour }: WireContext): boolean {
  return version === "beta" || behaviour.wireTypes === "beta";
}
