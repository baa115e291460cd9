/** Reading and changing the live side of a NonEmployeeSource: one object in the non-employee API, one in the Sources API. */
import { HttpError, isAnswerLost, type NonEmployeeSource } from "../api";
import { converge, observeOrExplain, untilVisible } from "./converge";
import { patchFields } from "./field";
import { proveGone } from "./gone";
import { type Call, PartialFailure, type Props, ResourceError, sentence } from "./handler";
import {
  nonEmployeeSourceFields as fields,
  liveFields,
  liveGenericFields,
  toState,
} from "./non-employee-source-field";
import { callOptions, type Tenant } from "./tenant";

/** `source "Contractors" (2c91...)`, for messages. */
export function nameOf(id: string, props: Props): string {
  return typeof props.name === "string" ? `source "${props.name}" (${id})` : `source ${id}`;
}

/**
 * A source as the tenant has it, by the coalesced lists; undefined only with proof that it is gone: a complete list without
 * it, and a GET that finds nothing.
 */
export async function readLive(tenant: Tenant, call: Call, id: string) {
  const options = callOptions(call);
  const source = (await tenant.reads.sources(options)).find(({ sourceId }) => sourceId === id);
  if (source) return { source, live: await withGeneric(tenant, call, source) };
  await proveGone(() => tenant.client.getNonEmployeeSource(id, options), `read source ${id}`);
  return undefined;
}

/** Every declared property of a source that a list has shown; owner and workgroup by the coalesced list. */
export async function withGeneric(
  tenant: Tenant,
  call: Call,
  source: NonEmployeeSource,
): Promise<Props> {
  const generic = await tenant.reads.genericSource(source.sourceId, callOptions(call));
  return { ...liveFields(source), ...liveGenericFields(generic) };
}

/** The same of a source that may just have been made: its generic source is waited for. */
export async function readMade(tenant: Tenant, call: Call, source: NonEmployeeSource) {
  const get = () => tenant.client.getSource(source.sourceId, callOptions(call));
  return { ...liveFields(source), ...liveGenericFields(await untilVisible(tenant, call, get)) };
}

/** Inputs and ids of the source that is to be changed. */
export interface Target {
  id: string;
  /** What was last known of it: the old outputs. */
  known: Props;
  wanted: Props;
}

/**
 * Brings a source to what is wanted, in place: the non-employee API first, then owner and workgroup. No request is made for a
 * part in which nothing differs.
 */
export async function changeSource(tenant: Tenant, call: Call, target: Target): Promise<Props> {
  const { id, known, wanted } = target;
  const given = {
    sourceId: id,
    nonEmployeeSourceId: known.nonEmployeeSourceId,
    created: known.created,
  };
  const hasNelmChange = patchFields(fields, "nonEmployeeSource", known, wanted).length > 0;
  const hasGenericChange = patchFields(fields, "source", known, wanted).length > 0;
  try {
    if (hasNelmChange) await changeNelmPart(tenant, call, target);
    if (hasGenericChange) {
      try {
        await changeGenericPart(tenant, call, target);
      } catch (error) {
        const reason = explainGenericFailure(target, error);
        if (!hasNelmChange) throw new ResourceError(reason, { cause: error });
        const reached = {
          ...wanted,
          owner: known.owner,
          managementWorkgroup: known.managementWorkgroup,
        };
        throw new PartialFailure(id, toState(reached, given, tenant.url), [reason], {
          cause: error,
        });
      }
    }
  } finally {
    tenant.ledger.forgetSource();
  }
  return toState(wanted, given, tenant.url);
}

async function changeNelmPart(tenant: Tenant, call: Call, { id, wanted }: Target): Promise<void> {
  const options = callOptions(call);
  const observe = () => tenant.client.getNonEmployeeSource(id, options);
  await converge(tenant, call, {
    thing: nameOf(id, wanted),
    observe: () => observeOrExplain(tenant, call, id, nameOf(id, wanted), observe),
    operationsFor: (live) => patchFields(fields, "nonEmployeeSource", liveFields(live), wanted),
    patch: (operations) => tenant.client.patchNonEmployeeSource(id, operations, options),
  });
}

async function changeGenericPart(
  tenant: Tenant,
  call: Call,
  { id, wanted }: Target,
): Promise<void> {
  const options = callOptions(call);
  const get = () => tenant.client.getSource(id, options);
  await converge(tenant, call, {
    thing: nameOf(id, wanted),
    observe: () => observeOrExplain(tenant, call, id, nameOf(id, wanted), get),
    operationsFor: (live) => patchFields(fields, "source", liveGenericFields(live), wanted),
    patch: (operations) => tenant.client.updateSource(id, operations, options),
  });
}

function explainGenericFailure({ id, wanted }: Target, error: unknown): string {
  if (error instanceof ResourceError) return error.message;
  const kept = isAnswerLost(error)
    ? ""
    : " Nothing was destroyed, and the source keeps its owner and management workgroup.";
  const advice =
    error instanceof HttpError && error.status === 403
      ? ""
      : `${kept} Check that both ids exist in this tenant; if the tenant refuses the change, make it in the admin UI and run \`pulumi up --refresh\`.`;
  return `change owner or managementWorkgroup of ${nameOf(id, wanted)}: ${sentence(error)}${advice}`;
}
