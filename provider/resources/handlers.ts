/** What the handlers of all resources share: they work on an opened tenant, and check new declarations alike. */
import type { z } from "zod";
import type { Call, Failure, Handler, Props } from "./handler";
import { checkInputs } from "./input-check";
import type { Tenant } from "./tenant";

type WithTenant<F> = F extends (...args: infer A) => infer R
  ? (tenant: Tenant, ...args: A) => R
  : never;

/** The life cycle of a resource on a tenant. */
export type Operations = { [Name in keyof Handler]: WithTenant<Handler[Name]> };

/** A handler whose every call waits for the tenant; `open` fails with every problem of the configuration. */
export function toHandler(open: () => Promise<Tenant>, operations: Operations): Handler {
  return {
    check: async (...args) => operations.check(await open(), ...args),
    diff: async (...args) => operations.diff(await open(), ...args),
    create: async (...args) => operations.create(await open(), ...args),
    read: async (...args) => operations.read(await open(), ...args),
    update: async (...args) => operations.update(await open(), ...args),
    delete: async (...args) => operations.delete(await open(), ...args),
  };
}

export interface Declaration {
  type: string;
  schema: z.ZodObject;
  /** The inputs, without nulls and with defaults. */
  inputs: Props;
  isNew: boolean;
  /** Why a new object cannot be made, as far as the tenant tells at preview. */
  refuseExisting: () => Promise<string | undefined>;
}

/** Checks a declaration by its schema and, where it is new, against the tenant. */
export async function checkDeclaration(tenant: Tenant, call: Call, declaration: Declaration) {
  const { type, schema, inputs, isNew, refuseExisting } = declaration;
  const failures: Failure[] = checkInputs(schema, inputs);
  if (failures.length === 0 && isNew) {
    await tenant.probeCredentials(call);
    const reason = await refuseExisting();
    if (reason !== undefined) failures.push({ path: "", reason });
  }
  if (failures.length === 0) tenant.rememberChecked(type, inputs);
  return { inputs, failures };
}
