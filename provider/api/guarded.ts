/**
 * Guards a callback of the caller: what it throws, at once or later, becomes a warning of the process (on standard error), never the result
 * of a call, whose effect at the tenant has nothing to do with it.
 *
 * @param name - Name of the callback, for the warning.
 */
export function guarded<T>(
  name: string,
  callback: ((value: T) => unknown) | undefined,
): ((value: T) => void) | undefined {
  if (callback === undefined) {
    return undefined;
  }
  const warn = (error: unknown): void => {
    const text = error instanceof Error ? error.message : String(error);
    process.emitWarning(`the callback ${name} failed: ${text}`, "SailPointCallbackWarning");
  };
  return (value) => {
    try {
      // An async callback rejects later, which must not end the process either.
      Promise.resolve(callback(value)).catch(warn);
    } catch (error) {
      warn(error);
    }
  };
}
