/**
 * What the sdk needs in the program's own process: looking up, and declaring a whole tenant. The sdk loads it with the first use,
 * for it loads the client of the API.
 */
import { systemClock } from "./api";
import { checkTenantDeclaration, type TenantDeclaration } from "./manifest/tenant-declaration";
import { readConfiguration, type Settings } from "./resources/configuration";
import { Finder } from "./resources/finder";
import { Tenants } from "./resources/tenants";

export { readTenantDeclaration, type TenantDeclaration } from "./manifest/tenant-declaration";

/** How a program tells its user something. */
export type Log = (level: "info" | "warning", message: string) => void;

/** The tenants of one program. */
export interface Program {
  finder: Finder;
  /** @throws as `checkTenantDeclaration` */
  check(declaration: TenantDeclaration): Promise<void>;
}

/** Opens the tenants of this configuration; a problem of it is told by each use. */
export function openProgram(settings: Settings, log: Log): Program {
  const tenants = new Tenants({
    configuration: readConfiguration(settings),
    clock: systemClock,
    onWarning: (message) => log("warning", message),
  });
  const call = {
    // A program that is interrupted ends with its process.
    signal: new AbortController().signal,
    log: (level: "debug" | "info" | "warning", message: string) => {
      if (level !== "debug") log(level, message);
    },
  };
  return {
    finder: new Finder(tenants, { onWait: (message) => log("info", message) }),
    check: (declaration) => checkTenantDeclaration(tenants, call, declaration),
  };
}
