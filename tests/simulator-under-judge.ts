/** A simulator whose every exchange is judged by the official OpenAPI files. */
import {
  createSimulator,
  type LoggedRequest,
  type Simulator,
  type SimulatorOptions,
} from "../simulator/index";
import { ExchangeCounter } from "./contract/count";
import type { Deviation } from "./contract/deviation";
import { createJudge, type Judge } from "./contract/judge";

/** How exchanges are judged. */
export interface JudgeOptions {
  /**
   * `all`: each request must follow the contract. `accepted`: a wrong one may be sent on purpose, as long as it is refused for
   * what is wrong with it: a 401 for its token, a 404 for its path, a 400 for the rest. @default "all"
   */
  judgedRequests?: "all" | "accepted";
  /** Whether the exchanges count in the summary of the run: not those that a test spoils on purpose. @default true */
  isCounted?: boolean;
}

/** How a judged simulator starts. */
export interface JudgedSimulatorOptions extends SimulatorOptions, JudgeOptions {}

/** A simulator that can be judged. */
export interface JudgedSimulator extends Simulator {
  /** @throws Error that lists each exchange since the last reset that differs from the contract */
  assertJudged(): void;
  /**
   * Closes and judges.
   *
   * @throws Error as `assertJudged`
   */
  stop(): Promise<void>;
}

let shared: { judge: Judge; counter: ExchangeCounter } | undefined;

function sharedJudge(): { judge: Judge; counter: ExchangeCounter } {
  if (!shared) {
    const judge = createJudge();
    shared = { judge, counter: new ExchangeCounter(judge) };
  }
  return shared;
}

/** @throws Error that lists each exchange that differs from the API's contract */
export function assertContract(
  entries: readonly LoggedRequest[],
  { judgedRequests = "all", isCounted = true }: JudgeOptions = {},
): void {
  const { judge, counter } = sharedJudge();
  const judged = entries.map((entry) => ({ entry, verdict: judge.examine(entry) }));
  const lines = judged.flatMap(({ entry, verdict }) =>
    verdict.deviations
      .filter((deviation) => isJudged(deviation, entry, judgedRequests))
      .map((deviation) => describeDeviation(deviation, entry)),
  );
  if (isCounted) counter.add(judged, lines.length);
  if (lines.length > 0)
    throw new Error(`exchanges differ from the API's contract:\n${lines.join("\n")}`);
}

/** Starts a simulator; `stop` at the end of the test judges what it has seen, and so does each reset. */
export async function startSimulator(
  options: JudgedSimulatorOptions = {},
): Promise<JudgedSimulator> {
  const { judgedRequests, isCounted, ...rest } = options;
  const simulator = await createSimulator(rest);
  const assertJudged = () => assertContract(simulator.requests, { judgedRequests, isCounted });
  const reset = () => {
    assertJudged();
    simulator.reset();
  };
  const stop = async () => {
    await simulator.close();
    assertJudged();
  };
  return { ...simulator, reset, assertJudged, stop };
}

/**
 * One simulator for a `describe` block or file: started before all, reset before each, judged after each, closed after all.
 * What it returns may be used inside of tests and hooks only.
 */
export function useSimulator(options: JudgedSimulatorOptions = {}): JudgedSimulator {
  let running: JudgedSimulator | undefined;
  const current = (): JudgedSimulator => {
    if (!running) throw new Error("the simulator runs during tests only");
    return running;
  };
  beforeAll(async () => {
    running = await startSimulator(options);
  });
  beforeEach(() => current().reset());
  afterEach(() => current().assertJudged());
  afterAll(async () => {
    await running?.close();
  });
  return {
    get url() {
      return current().url;
    },
    get clientId() {
      return current().clientId;
    },
    get clientSecret() {
      return current().clientSecret;
    },
    get store() {
      return current().store;
    },
    get requests() {
      return current().requests;
    },
    get faults() {
      return current().faults;
    },
    get behaviour() {
      return current().behaviour;
    },
    get limits() {
      return current().limits;
    },
    rotateSecret: (clientId, clientSecret) => current().rotateSecret(clientId, clientSecret),
    reset: () => current().reset(),
    close: () => current().close(),
    assertJudged: () => current().assertJudged(),
    stop: () => current().stop(),
  };
}

function isJudged(
  deviation: Deviation,
  entry: LoggedRequest,
  judgedRequests: "all" | "accepted",
): boolean {
  const { part } = deviation;
  return part === "response" || judgedRequests === "all" || !isRefusedFor(deviation, entry);
}

/** Whether the answer is the refusal that goes with this fault of a request. */
function isRefusedFor({ place }: Deviation, { status }: LoggedRequest): boolean {
  if (place === "Authorization") return status === 401;
  if (place === "operation" || place === "path") return status === 404;
  return status === 400;
}

function describeDeviation(deviation: Deviation, entry: LoggedRequest): string {
  const { sequence, method, path, status = "no answer" } = entry;
  const { part, place, problem } = deviation;
  return `#${sequence} ${method} ${path} -> ${status}: ${part} ${place}: ${problem}`;
}
