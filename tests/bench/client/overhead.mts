/** Child process: what a call of the client costs beside a bare `fetch` of the same, and beside got. */
import got from "got";
import { createClient } from "pulumi-sailpoint-nonemployee/client";
import { report, settingsOf, type TenantAccess } from "../child.mts";

interface Settings extends TenantAccess {
  rounds: number;
  calls: number;
  concurrency: number;
}

/** Medians: milliseconds a call, and the ratios to bare `fetch` of the rounds. */
export interface OverheadResult {
  bareMs: number;
  gotMs: number;
  oursMs: number;
  gotRatio: number;
  ratio: number;
}

const { baseUrl, clientId, clientSecret, sourceId, rounds, calls, concurrency } =
  settingsOf<Settings>();
const client = createClient({ baseUrl, clientId, clientSecret, maxRequestsPer10Seconds: 100_000 });

async function fetchToken(): Promise<string> {
  const body = new URLSearchParams({
    grant_type: "client_credentials",
    client_id: clientId,
    client_secret: clientSecret,
  });
  const answer = await fetch(`${baseUrl}/oauth/token`, { method: "POST", body });
  return ((await answer.json()) as { access_token: string }).access_token;
}

const headers = { authorization: `Bearer ${await fetchToken()}`, accept: "application/json" };

const bare = async (): Promise<void> => {
  const answer = await fetch(`${baseUrl}/non-employee-sources/v1/${sourceId}`, { headers });
  await answer.json();
};
const ours = async (): Promise<void> => {
  await client.getNonEmployeeSource(sourceId);
};
const gotAlone = got.extend({ headers, retry: { limit: 0 }, timeout: { request: 30_000 } });
const throughGot = async (): Promise<void> => {
  await gotAlone(`${baseUrl}/non-employee-sources/v1/${sourceId}`).json();
};

/** Milliseconds a call, with so many calls under way. */
async function time(call: () => Promise<void>): Promise<number> {
  let left = calls;
  const start = performance.now();
  const worker = async (): Promise<void> => {
    while (left > 0) {
      left -= 1;
      await call();
    }
  };
  await Promise.all(Array.from({ length: concurrency }, worker));
  return (performance.now() - start) / calls;
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

const subjects = [bare, throughGot, ours];
// Warm enough that the compiler has done its part, which a program pays once and not for each call.
for (const subject of [...subjects, ...subjects, ...subjects, ...subjects]) await time(subject);
const measured: number[][] = [];
for (let round = 0; round < rounds; round += 1) {
  // They take turns in changing order, so that whatever else the machine does meets all alike.
  const order = [...subjects.keys()].map((index) => (index + round) % subjects.length);
  const times: number[] = [];
  for (const index of order) times[index] = await time(subjects[index] ?? bare);
  measured.push(times);
}
const timeOf = (times: readonly number[], index: number): number => times[index] ?? Number.NaN;
const msOf = (index: number): number => median(measured.map((times) => timeOf(times, index)));
const ratioOf = (index: number): number =>
  median(measured.map((times) => timeOf(times, index) / timeOf(times, 0)));
report({
  bareMs: msOf(0),
  gotMs: msOf(1),
  oursMs: msOf(2),
  gotRatio: ratioOf(1),
  ratio: ratioOf(2),
} satisfies OverheadResult);
process.exit();
