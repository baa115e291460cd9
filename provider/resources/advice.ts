/** Warnings at preview of what is allowed and may surprise. Each is said once a run. */
import type { SchemaAttribute } from "../api";
import type { Call, Props } from "./handler";
import { callOptions, type Tenant } from "./tenant";
import { counted, knownString } from "./value";

/** Limits of the tenant as documented; they move, so they are never a reason to refuse. */
export const maxSources = 50;
export const maxCustomAttributes = 10;
/** Of one source. */
export const maxRecords = 20_000;

/** Counts the sources that the tenant has and those that this run adds. */
export async function adviseSource(
  tenant: Tenant,
  call: Call,
  inputs: Props,
  old: Props,
): Promise<void> {
  const name = knownString(inputs.name);
  if (Object.keys(old).length > 0 || name === undefined) return;
  const present = await tenant.reads.sources(callOptions(call));
  const names = addTo(tenant.ledger.newNames, "sources", name);
  const count = new Set([...present.map((source) => source.name), ...names]).size;
  adviseCount(tenant, call, {
    count,
    max: maxSources,
    holder: `the tenant ${tenant.url}`,
    kind: "non-employee sources",
  });
}

/** What may surprise about an attribute: its name, its number, and that it is required from now on. */
export async function adviseAttribute(
  tenant: Tenant,
  call: Call,
  inputs: Props,
  old: Props,
): Promise<void> {
  const name = knownString(inputs.technicalName);
  if (name === undefined) return;
  const isNew = Object.keys(old).length === 0;
  if (name.includes(".") && (isNew || old.technicalName !== name)) {
    tenant.warnOnce(
      call,
      `attribute "${name}": a technicalName with a dot is refused by some parts of the product; prefer one of letters and digits`,
    );
  }
  const sourceId = knownString(inputs.sourceId);
  if (sourceId === undefined) return;
  // A source that this run has made has no records, and what this run gives it: no list is needed.
  const present =
    tenant.ledger.made.has(sourceId) || !isNew
      ? []
      : ((await tenant.reads.attributes(sourceId, callOptions(call))) ?? []);
  if (isNew) adviseAttributeCount(tenant, call, sourceId, name, present);
  const before = isNew ? present.find(({ technicalName }) => technicalName === name) : old;
  if (inputs.required === true && before?.required !== true) {
    await adviseRequired(tenant, call, sourceId, name);
  }
}

function adviseAttributeCount(
  tenant: Tenant,
  call: Call,
  sourceId: string,
  name: string,
  present: readonly SchemaAttribute[],
): void {
  const names = addTo(tenant.ledger.newNames, sourceId, name);
  const custom = present.filter(({ system }) => !system);
  const count = new Set([...custom.map(({ technicalName }) => technicalName), ...names]).size;
  adviseCount(tenant, call, {
    count,
    max: maxCustomAttributes,
    holder: `source ${sourceId}`,
    kind: "custom attributes",
  });
}

async function adviseRequired(tenant: Tenant, call: Call, sourceId: string, name: string) {
  if (tenant.ledger.made.has(sourceId)) return;
  const counts = await tenant.reads.recordCounts(callOptions(call));
  const count = counts.get(sourceId) ?? 0;
  if (count === 0) return;
  tenant.warnOnce(
    call,
    `attribute "${name}" becomes required, and source ${sourceId} has ${counted(count, "record")}: they are kept, but one without a value may be refused the next time somebody changes it`,
  );
}

interface Count {
  count: number;
  max: number;
  holder: string;
  kind: string;
}

/** Once when nine tenths are reached, and once when the limit is passed. */
function adviseCount(tenant: Tenant, call: Call, { count, max, holder, kind }: Count): void {
  if (count < max * 0.9) return;
  const isOver = count > max;
  if (!tenant.ledger.isFirst(`${holder} ${kind} ${isOver}`)) return;
  const rest = isOver
    ? `, and the limit is ${max}: the tenant may refuse it. If this run also removes some: remove in one \`pulumi up\` and add in the next`
    : ` of at most ${max}`;
  call.log("warning", `with this program ${holder} has ${count} ${kind}${rest}`);
}

function addTo(names: Map<string, Set<string>>, key: string, name: string): ReadonlySet<string> {
  const known = names.get(key) ?? new Set<string>();
  names.set(key, known.add(name));
  return known;
}
