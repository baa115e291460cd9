/** What a call that must fail says. */

/** The message of what is thrown. @throws Error if nothing is */
export function refusal(call: () => unknown): string {
  try {
    call();
  } catch (error) {
    if (error instanceof Error) return error.message;
    throw error;
  }
  throw new Error("nothing was thrown");
}

/** The error that ends the promise. @throws Error if it does not fail */
export async function failure(promise: Promise<unknown>): Promise<Error> {
  const outcome = await promise.then(
    () => new Error("nothing was thrown"),
    (error: unknown) => ({ error }),
  );
  if (outcome instanceof Error) throw outcome;
  const { error } = outcome;
  if (error instanceof Error) return error;
  throw error;
}
