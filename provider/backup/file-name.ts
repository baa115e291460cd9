/** Names of the files of records, which every file system takes. */

/** What Windows takes for a device, whatever its ending. */
const devices = /^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/i;

/** A name for each key, also where two keys differ in what a file system does not tell apart. */
export function recordFileNames(keys: readonly string[]): Map<string, string> {
  const taken = new Set<string>();
  return new Map(
    keys.map((key) => {
      let name = key.replace(/[^A-Za-z0-9._-]/g, "_").replace(/^\.+/, "_");
      while (devices.test(name) || taken.has(name.toLowerCase())) {
        name = name.replace(/(?=\.|$)/, "_");
      }
      taken.add(name.toLowerCase());
      return [key, `${name}.csv`];
    }),
  );
}
