/** What the handlers of all resources share: each call finds its tenant, and declarations are checked alike. */
import { z } from "zod";
import {
  type Call,
  type Failure,
  type Handler,
  messageOf,
  type Props,
  UNKNOWN,
  type Value,
} from "./handler";
import { checkInputs } from "./input-check";
import { referenceId } from "./reference";
import { type ReferenceProperty, resolveReferences } from "./resolve";
import type { Tenant } from "./tenant";
import { tenantNameOf } from "./tenant-guard";
import type { Tenants } from "./tenants";
import { isProps, isUnknown } from "./value";

type With<T, F> = F extends (...args: infer A) => infer R ? (first: T, ...args: A) => R : never;

/** The life cycle of a resource: a change may concern two tenants, everything else concerns one. */
export type Operations = {
  [Name in Exclude<keyof Handler, "check" | "diff">]: With<Tenant, Handler[Name]>;
} & {
  check: With<Tenants, Handler["check"]>;
  diff: With<Tenants, Handler["diff"]>;
};

/** A handler whose every call waits for the tenants; opening one fails with every problem of the configuration. */
export function toHandler(open: () => Promise<Tenants>, operations: Operations): Handler {
  const tenantOf = async (props: Props) => (await open()).open(tenantNameOf(props));
  return {
    check: async (...args) => operations.check(await open(), ...args),
    diff: async (...args) => operations.diff(await open(), ...args),
    create: async (call, request) =>
      operations.create(await tenantOf(request.inputs), call, request),
    read: async (call, request) => operations.read(await tenantOf(request.state), call, request),
    update: async (call, request) => operations.update(await tenantOf(request.news), call, request),
    delete: async (call, request) =>
      operations.delete(await tenantOf(request.state), call, request),
  };
}

export interface Declaration {
  type: string;
  schema: z.ZodObject;
  references: readonly ReferenceProperty[];
  /** The inputs, without nulls and with defaults. */
  inputs: Props;
  oldInputs: Props;
  /** What is wrong with these inputs besides, by themselves. */
  judge?: (inputs: Props) => Failure[];
  /** The live properties of the object that a new resource would take over, if there is one. */
  adoptable?: (tenant: Tenant, inputs: Props) => Promise<Props | undefined>;
  /** Why a new object cannot be made, as far as the tenant tells at preview. */
  refuseExisting: (tenant: Tenant, inputs: Props) => Promise<string | undefined>;
  /** Warns of what is allowed and may surprise; called where nothing is wrong. */
  advise: (tenant: Tenant, inputs: Props, old: Props) => Promise<void>;
}

/** Checks a declaration by its schema and against the tenant, and reports all failures together. */
export async function checkDeclaration(tenants: Tenants, call: Call, declaration: Declaration) {
  const { type, schema, references, inputs: declared, judge } = declaration;
  const failures: Failure[] = [...checkInputs(schema, declared), ...(judge?.(declared) ?? [])];
  const tenant = openFor(tenants, declared, failures);
  if (!tenant) return { inputs: declared, failures };
  const old = isSameTenant(tenants, tenant, declaration.oldInputs) ? declaration.oldInputs : {};
  const isNew = Object.keys(old).length === 0;
  const taken = isNew ? await heldAlready(tenant, declaration, failures) : undefined;
  const held = isNew ? (taken ?? {}) : old;
  const resolved = await resolveReferences(tenant, call, references, declared, held);
  failures.push(...resolved.failures);
  const { inputs } = resolved;
  if (isNew && taken) await failIfTaken(tenant, call, declaration, inputs, failures);
  if (failures.length > 0) return { inputs, failures };
  await declaration.advise(tenant, inputs, old);
  tenant.ledger.rememberChecked(type, inputs);
  return { inputs, failures };
}

/** What the object that a new resource will take over has; undefined where that could not be found out, which is then a failure. */
async function heldAlready(
  tenant: Tenant,
  { inputs, adoptable }: Declaration,
  failures: Failure[],
): Promise<Props | undefined> {
  if (tenant.adoptExisting === "never") return {};
  try {
    return (await adoptable?.(tenant, inputs)) ?? {};
  } catch (error) {
    failures.push({ path: "", reason: messageOf(error) });
    return undefined;
  }
}

/** The tenant of a declaration; none where its name is not known yet or the configuration has problems. */
function openFor(tenants: Tenants, inputs: Props, failures: Failure[]): Tenant | undefined {
  if (isUnknown(inputs.tenant)) return undefined;
  if (inputs.tenant !== undefined && tenantNameOf(inputs) === undefined) return undefined;
  try {
    return tenants.open(tenantNameOf(inputs));
  } catch (error) {
    failures.push({ path: "", reason: messageOf(error) });
    return undefined;
  }
}

/** True if the old inputs are of the same tenant, so that their ids mean the same. */
function isSameTenant(tenants: Tenants, tenant: Tenant, oldInputs: Props): boolean {
  const name = tenantNameOf(oldInputs);
  if (name === tenant.name) return true;
  try {
    const { url } = tenants.open(name);
    return url === tenant.url || url === tenant.previousUrl;
  } catch {
    // A name that is configured no longer: the diff knows the URL, and refuses if that is another one.
    return true;
  }
}

async function failIfTaken(
  tenant: Tenant,
  call: Call,
  { schema, references, refuseExisting }: Declaration,
  inputs: Props,
  failures: Failure[],
): Promise<void> {
  try {
    if (failures.length === 0) await tenant.probeCredentials(call);
    const reason = await refuseExisting(tenant, judgeable(schema, references, inputs));
    if (reason !== undefined) failures.push({ path: "", reason });
  } catch (error) {
    // The same failure of the look-ups has been told with the properties that it concerns.
    const reason = messageOf(error);
    if (!failures.some((failure) => failure.reason.includes(reason))) {
      failures.push({ path: "", reason });
    }
  }
}

/** The inputs with what is wrong or could not be resolved as not known: set right, it may turn out equal. */
function judgeable(
  schema: z.ZodObject,
  references: readonly ReferenceProperty[],
  inputs: Props,
): Props {
  const lacksId = (value: Value | undefined) => isProps(value) && referenceId(value) === undefined;
  const wrong = Object.entries(schema.shape)
    .filter(([name, accepted]) => !z.safeParse(accepted, inputs[name]).success)
    .map(([name]) => name);
  const unresolved = references
    .map(({ name }) => name)
    .filter((name) => [inputs[name]].flat().some(lacksId));
  return {
    ...inputs,
    ...Object.fromEntries([...wrong, ...unresolved].map((name) => [name, UNKNOWN])),
  };
}
