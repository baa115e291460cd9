/** The person whose requests or approvals a command is about. */
import { InvalidArgumentError, Option } from "commander";
import type { CallOptions } from "../provider/api";
import { findIdentity } from "../provider/resources/find";
import { ResourceError } from "../provider/resources/handler";
import type { Tenant } from "../provider/resources/tenant";
import type { ApiRun } from "./api-command";
import { type CommandHost, messageOf, warn } from "./host";

/** Who has the token: the API's own word. */
export const tokenUser = "me";

/** Ids have no dashes, as a rule, but the API's documents show some that do. */
const idForm = /^[0-9a-f]{8}(-?[0-9a-f]{4}){3}-?[0-9a-f]{12}$/;

/** What an alias can have before it. */
const byAlias = "alias:";

/** The option `--requested-for`. @param who whom it means, for the help text */
export function requestedForOption(who: string): Option {
  return new Option(
    "--requested-for <person>",
    `${who}: ${tokenUser}, an identity's id, an e-mail or an alias; ${byAlias}<alias> where that looks like one of the others`,
  ).argParser((text) => {
    if (text.trim() === "" || text === byAlias)
      throw new InvalidArgumentError("It must name a person.");
    return text;
  });
}

/**
 * Says so where nothing was found for an id that nobody has: the API answers as for a person who has nothing.
 *
 * @see getPublicIdentities
 */
export async function warnOfNobody(
  host: CommandHost,
  { tenant, call }: ApiRun,
  text: string | undefined,
): Promise<void> {
  if (text === undefined || !idForm.test(text)) return;
  try {
    await findIdentity(tenant, call, "id", text);
  } catch (error) {
    call.signal?.throwIfAborted();
    const isNobody = error instanceof ResourceError;
    const before = isNobody ? "" : `whether anybody has the id ${text} could not be looked up: `;
    warn(host, `${before}${messageOf(error)}`);
  }
}

/**
 * The person as the API takes one: an id, or `me`.
 *
 * @param text 32 hex digits, also with the dashes of a UUID, are an id, a text with `@` is an e-mail, all else is an alias, with or without `alias:` before it
 * @throws ResourceError if there is nobody with that e-mail or alias, or more than one
 * @see getPublicIdentities
 */
export async function findRequestedFor(
  tenant: Tenant,
  call: CallOptions,
  text: string,
): Promise<string> {
  if (text === tokenUser || idForm.test(text)) return text;
  if (text.startsWith(byAlias)) {
    return (await findIdentity(tenant, call, "alias", text.slice(byAlias.length))).id;
  }
  return (await findIdentity(tenant, call, text.includes("@") ? "email" : "alias", text)).id;
}
