/** "Gone" needs proof: absence from a complete list, and a GET that finds nothing. */
import { isNotFound } from "../api";
import { ResourceError } from "./handler";

/** Deletes; an object that is gone already is deleted. */
export async function goneIsDone(remove: () => Promise<void>): Promise<void> {
  try {
    await remove();
  } catch (error) {
    if (!isNotFound(error)) throw error;
  }
}

/**
 * Returns if the object, which a list has not shown, is provably gone. Any failure of the GET is passed on.
 *
 * @param get asks for the object by its id
 * @param operation for the message: `read source 2c91...`
 * @throws {@link ResourceError} if the object exists: the list is not complete
 */
export async function proveGone(get: () => Promise<unknown>, operation: string): Promise<void> {
  try {
    await get();
  } catch (error) {
    if (isNotFound(error)) return;
    throw error;
  }
  throw new ResourceError(
    `${operation}: the list that the tenant gave does not show it, yet it exists, so the list is not complete. ` +
      "Nothing was decided or changed by that list; run the command again, and check that the credentials may see everything (ORG_ADMIN).",
  );
}
