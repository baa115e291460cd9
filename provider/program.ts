/**
 * What the look-up functions of a program need, in the program's own process. The sdk loads it with the first look-up, for it
 * loads the client of the API.
 */
import { systemClock } from "./api";
import { readConfiguration, type Settings } from "./resources/configuration";
import { Finder } from "./resources/finder";
import { Tenants } from "./resources/tenants";

/** How a program tells its user something. */
export type Log = (level: "info" | "warning", message: string) => void;

/** Looks up in the tenants of this configuration; a problem of it is told by each look-up. */
export function openFinder(settings: Settings, log: Log): Finder {
  const tenants = new Tenants({
    configuration: readConfiguration(settings),
    clock: systemClock,
    onWarning: (message) => log("warning", message),
  });
  return new Finder(tenants, { onWait: (message) => log("info", message) });
}
