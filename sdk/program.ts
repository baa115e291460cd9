import * as pulumi from "@pulumi/pulumi";
import type { Program } from "../provider/program";
import { currentProgram } from "./declared";

/** What one program has opened. */
interface Opened extends Program {
  /** Failures by message: Pulumi shows the same error object once, however many places end with it. */
  errors: Map<string, pulumi.RunError>;
}

const openedBy = new WeakMap<object, Opened>();

/** The floor below the sdk, loaded with its first use only: it loads got and zod. */
export function loadProgram(): typeof import("../provider/program") {
  return require("../provider/program");
}

/** The tenants of the running program. Nothing is kept where programs cannot be told apart, in unit tests. */
export function opened(): Opened {
  const program = currentProgram();
  const known = program && openedBy.get(program);
  if (known) return known;
  const settings = {
    // Plain values: what `requireSecret` gives would make every result a secret.
    stack: (key: string) => pulumi.runtime.getConfig(key),
    environment: process.env,
  };
  const made = { ...loadProgram().openProgram(settings, tell), errors: new Map() };
  if (program) openedBy.set(program, made);
  return made;
}

function tell(level: "info" | "warning", message: string): void {
  void (level === "info" ? pulumi.log.info(message) : pulumi.log.warn(message));
}

/** A failure by its message, the same object for the same message. */
export function shownOnce({ errors }: Opened, message: string): pulumi.RunError {
  const shown = errors.get(message) ?? withoutStack(message);
  errors.set(message, shown);
  return shown;
}

/** Pulumi hides the stack of such an error, but not of one that reaches nobody before the program's last line has run. */
export function withoutStack(message: string): pulumi.RunError {
  const error = new pulumi.RunError(message);
  error.stack = "";
  return error;
}

/** What a value is whose content is known later only; undefined for a plain one. */
export function laterKind(value: unknown): "a promise" | "an output" | undefined {
  if (value instanceof Promise) return "a promise";
  return pulumi.Output.isInstance(value) ? "an output" : undefined;
}
