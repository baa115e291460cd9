/**
 * Guards a callback of the caller: what it throws becomes a warning of the process (on standard error), never the result
 * of a call, whose effect at the tenant has nothing to do with it.
 *
 * @param name - Name of the callback, for the warning.
 */
export function guarded<T>(
  name: string,
  callback: ((value: T) => void) | undefined,
): ((value: T) => void) | undefined {
  if (callback === undefined) {
    return undefined;
  }
  return (value) => {
    try {
      callback(value);
    } catch (error) {
      const text = error instanceof Error ? error.message : String(error);
      process.emitWarning(`the callback ${name} threw: ${text}`, "SailPointCallbackWarning");
    }
  };
}
