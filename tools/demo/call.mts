/** The API calls of a step: counted, and as lines for people. */
import type { LoggedRequest } from "pulumi-sailpoint-nonemployee/simulator";

/** How many calls of which kind. */
export interface CallCounts {
  token: number;
  reads: number;
  writes: number;
}

/** Counts by kind; the token request is a POST, but changes nothing in the tenant. */
export function countCalls(calls: readonly LoggedRequest[]): CallCounts {
  const token = calls.filter(isToken).length;
  const reads = calls.filter(({ method }) => method === "GET").length;
  return { token, reads, writes: calls.length - token - reads };
}

/** The calls with one of the methods, without those for a token. */
export function callsWith(
  calls: readonly LoggedRequest[],
  ...methods: readonly string[]
): LoggedRequest[] {
  return calls.filter((call) => !isToken(call) && methods.includes(call.method));
}

/**
 * One line per distinct call, in the order of their first arrival.
 *
 * @param names what stands for an id in a path, by id
 */
export function describeCalls(
  calls: readonly LoggedRequest[],
  names: ReadonlyMap<string, string>,
): string[] {
  const times = new Map<string, number>();
  for (const { method, path, status } of calls) {
    const line = `${method.padEnd(6)} ${status ?? "---"}  ${withNames(path, names)}`;
    times.set(line, (times.get(line) ?? 0) + 1);
  }
  return [...times].map(([line, count]) => (count === 1 ? line : `${line}  (${count} times)`));
}

/** `7 requests: 1 for a token, 2 reads, 4 writes`. */
export function describeCounts({ token, reads, writes }: CallCounts): string {
  const total = token + reads + writes;
  if (total === 0) return "no request at all";
  return `${counted(total, "request")}: ${token} for a token, ${counted(reads, "read")}, ${counted(writes, "write")}`;
}

function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? "" : "s"}`;
}

function isToken({ path }: LoggedRequest): boolean {
  return path === "/oauth/token";
}

function withNames(path: string, names: ReadonlyMap<string, string>): string {
  const parts = path.split("/").map((part) => {
    const name = names.get(part);
    return name === undefined ? part : `{${name}}`;
  });
  return parts.join("/");
}
