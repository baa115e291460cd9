/**
 * Making a NonEmployeeSource, or taking over one that exists.
 * @see createNonEmployeeSource, updateSource
 */
import { HttpError, isConflict, isLimitViolation, type NonEmployeeSource } from "../api";
import { adoptionNotice, claim, type Existing, refusalOf } from "./adoption";
import { untilVisible } from "./converge";
import { createOnce } from "./create-once";
import { differingFields } from "./field";
import { type Call, messageOf, PartialFailure, type Props, ResourceError } from "./handler";
import {
  nonEmployeeSourceFields as fields,
  liveGenericFields,
  toRequestBody,
  toState,
} from "./non-employee-source-field";
import { changeSource, nameOf, readMade, withGeneric } from "./non-employee-source-live";
import { referenceId } from "./reference";
import { callOptions, type Tenant } from "./tenant";

/** A source that exists under the name of a new declaration. */
export function describeExisting(
  tenant: Tenant,
  found: NonEmployeeSource,
  live: Props,
  inputs: Props,
): Existing {
  return {
    thing: `a non-employee source named "${found.name}"`,
    id: found.sourceId,
    key: found.sourceId,
    tenantUrl: tenant.url,
    ...differingFields(fields, live, inputs),
    isTakenOverWhenEqual: false,
  };
}

/** Makes the source exactly once, or takes over the one that has its name. */
export async function createSource(tenant: Tenant, call: Call, inputs: Props) {
  const name = String(inputs.name);
  const options = callOptions(call);
  const known = (await tenant.reads.sources(options)).find((source) => source.name === name);
  if (known) return await adopt(tenant, call, known, inputs);
  let listed: NonEmployeeSource[] = [];
  let adopted: Awaited<ReturnType<typeof adopt>> | undefined;
  const source = await createOnce(tenant, call, {
    thing: `source "${name}"`,
    kind: "sources",
    attempt: () => attempt(tenant, call, inputs),
    look: async () => {
      listed = await tenant.client.listNonEmployeeSources({}, options);
      return listed.find((candidate) => candidate.name === name);
    },
    idOf: ({ sourceId }) => sourceId,
    createdAt: ({ created }) => created,
    hasSameContent: async (candidate) =>
      hasContent(await readMade(tenant, call, candidate), inputs),
    whenTaken: async (other) => {
      adopted = await adopt(tenant, call, other, inputs);
      return other;
    },
    explainTaken: () => explainTaken(name, listed),
  });
  if (adopted) return adopted;
  const id = source.sourceId;
  tenant.reads.addSource(source);
  claim(tenant, id, `source "${name}" (${id})`);
  tenant.ledger.made.add(id);
  await setWorkgroup(tenant, call, source, inputs);
  return { id, state: toState(inputs, givenBy(source), tenant.url) };
}

/** A group that the tenant has not taken with the creation is set afterwards. */
function hasContent(live: Props, inputs: Props): boolean {
  const { differing } = differingFields(fields, live, inputs);
  const isOpen = (name: string) => name === "managementWorkgroup" && live[name] === undefined;
  return differing.every(isOpen);
}

/**
 * The POST. Whether it takes a governance group by its present id is not known of the API: a 400 is tried once more without the
 * group. That is no second source, for the first request was refused.
 */
async function attempt(tenant: Tenant, call: Call, inputs: Props): Promise<NonEmployeeSource> {
  const { managementWorkgroup, ...body } = toRequestBody(inputs);
  const { client, ledger } = tenant;
  const create = (group: { managementWorkgroup?: string }) =>
    client.createNonEmployeeSource({ ...body, ...group }, callOptions(call));
  if (managementWorkgroup === undefined || ledger.workgroupOnCreate === "refused") {
    return await create({});
  }
  try {
    return await create({ managementWorkgroup });
  } catch (error) {
    if (!isRefusal(error)) throw error;
    const source = await create({}).catch((second: unknown) => {
      throw isRefusal(second) ? error : second;
    });
    ledger.workgroupOnCreate = "refused";
    return source;
  }
}

function isRefusal(error: unknown): boolean {
  const isBad = error instanceof HttpError && error.status === 400;
  return isBad && !isConflict(error) && !isLimitViolation(error);
}

/** Makes sure that the source has its group; a tenant that took the first one of this run takes them all. */
async function setWorkgroup(
  tenant: Tenant,
  call: Call,
  source: NonEmployeeSource,
  inputs: Props,
): Promise<void> {
  const { ledger } = tenant;
  const wanted = referenceId(inputs.managementWorkgroup);
  if (wanted === undefined || ledger.workgroupOnCreate === "taken") return;
  const { managementWorkgroup: _, ...reached } = inputs;
  const id = source.sourceId;
  const known = toState(reached, givenBy(source), tenant.url);
  try {
    if (ledger.workgroupOnCreate === undefined && (await hasGroup(tenant, call, id, wanted)))
      return;
    await changeSource(tenant, call, { id, known, wanted: inputs });
  } catch (error) {
    throw new PartialFailure(id, known, [messageOf(error)], { cause: error });
  }
}

/** Looks whether the creation has set the group. One look at a time: once one source has its group, no other is looked at. */
function hasGroup(tenant: Tenant, call: Call, id: string, wanted: string): Promise<boolean> {
  const { ledger, client } = tenant;
  return ledger.serialise("managementWorkgroup", async () => {
    if (ledger.workgroupOnCreate === "taken") return true;
    const get = () => client.getSource(id, callOptions(call));
    const live = liveGenericFields(await untilVisible(tenant, call, get));
    if (referenceId(live.managementWorkgroup) !== wanted) return false;
    ledger.workgroupOnCreate = "taken";
    return true;
  });
}

/** No source of exactly this name is listed, yet the tenant says that it is taken. */
function explainTaken(name: string, sources: readonly NonEmployeeSource[]) {
  const alike = sources.find((source) => source.name.toLowerCase() === name.toLowerCase());
  if (alike) {
    const found = `the source "${alike.name}", id ${alike.sourceId}`;
    const reason = `Names do not differ by upper and lower case, and there is ${found}: write its name as it is to take it over, or choose another name.`;
    return { reason, isFinal: true };
  }
  const reason =
    "No non-employee source of that name is listed, and two minutes of waiting did not free it. A source of another kind may have it, or one that is still being deleted: choose another name, or run `pulumi up` again later.";
  return { reason, isFinal: false };
}

/** What the tenant gave the source. */
export function givenBy(source: NonEmployeeSource) {
  return {
    sourceId: source.sourceId,
    nonEmployeeSourceId: source.id,
    created: source.created ?? undefined,
  };
}

/** Takes over a source that a list has shown, if the configuration allows it; changing it observes it first. */
async function adopt(tenant: Tenant, call: Call, found: NonEmployeeSource, inputs: Props) {
  const live = await withGeneric(tenant, call, found);
  const existing = describeExisting(tenant, found, live, inputs);
  const refusal = refusalOf(tenant, existing);
  if (refusal !== undefined) throw new ResourceError(`create source "${found.name}": ${refusal}`);
  call.log("warning", adoptionNotice(existing));
  const id = found.sourceId;
  claim(tenant, id, nameOf(id, { name: found.name }));
  const known = toState(live, givenBy(found), tenant.url);
  const change = () => changeSource(tenant, call, { id, known, wanted: inputs });
  return { id, state: await tenant.ledger.serialise(id, change) };
}
