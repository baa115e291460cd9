/** Child processes of the tools: run one to its end with its output captured, or find one on a PATH. */
import { spawn } from "node:child_process";
import { accessSync, constants, statSync } from "node:fs";
import { delimiter, isAbsolute, join } from "node:path";

/** Environment variables by name, as `process.env` has them. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** How a child process ended, and what it printed. */
export interface Finished {
  /** Exit code; -1 when a signal ended it or it could not be started. */
  code: number;
  stdout: string;
  stderr: string;
}

/** Where and how to run a child process. */
export interface CaptureOptions {
  env: Environment;
  cwd?: string;
  /** The process is killed after this time. @default no limit */
  timeoutMs?: number;
}

/**
 * Runs a command to its end and captures its output. Never rejects: a command that cannot be started, or that takes
 * too long, has code -1 and the reason at the end of `stderr`.
 */
export function capture(
  command: string,
  args: readonly string[],
  options: CaptureOptions,
): Promise<Finished> {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd: options.cwd,
      env: { ...options.env },
      stdio: ["ignore", "pipe", "pipe"],
      windowsHide: true,
      // npm and other tools are batch files on Windows, which only a shell starts.
      shell: process.platform === "win32" && /\.(cmd|bat)$/i.test(command),
    });
    // Not spawn's own `timeout`: its timer lives on when the command cannot be started.
    const timer = options.timeoutMs && setTimeout(() => child.kill("SIGKILL"), options.timeoutMs);
    const finish = (code: number, reason: string) => {
      clearTimeout(timer);
      resolve({ code, stdout, stderr: `${stderr}${reason}` });
    };
    let stdout = "";
    let stderr = "";
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      stdout += text;
    });
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      stderr += text;
    });
    child.on("error", (error) => finish(-1, error.message));
    child.on("close", (code, signal) =>
      finish(code ?? -1, signal === null ? "" : `ended by ${signal}`),
    );
  });
}

/** True for an existing file that this user may execute. */
export function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

/** The folders of an environment's PATH, in order; relative and empty entries are left out. */
export function pathFolders(env: Environment): string[] {
  return (env[pathKey(env)] ?? "").split(delimiter).filter((folder) => isAbsolute(folder));
}

/** The spelling of PATH in this environment: Windows has it as `Path`. */
export function pathKey(env: Environment): string {
  return Object.keys(env).find((key) => key.toUpperCase() === "PATH") ?? "PATH";
}

/** A copy of the environment whose PATH begins with these folders. */
export function withPath(env: Environment, folders: readonly string[]): Environment {
  const key = pathKey(env);
  const rest = env[key];
  const entries = rest === undefined || rest === "" ? folders : [...folders, rest];
  return { ...env, [key]: entries.join(delimiter) };
}

/** The file names that a program of this name has on this platform. */
export function executableNames(name: string): string[] {
  return process.platform === "win32" ? [`${name}.exe`, `${name}.cmd`] : [name];
}

/** All executables of this name in the folders, in order. */
export function findExecutables(name: string, folders: readonly string[]): string[] {
  return folders
    .flatMap((folder) => executableNames(name).map((file) => join(folder, file)))
    .filter((path) => isExecutable(path));
}
