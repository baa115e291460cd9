import type { Outcome } from "./attempts";
import type { Clock } from "./clock";
import { readErrorAnswer, trackingIdOf } from "./error-answer";
import { sendOnce, type WireAnswer, WireFailure, type WireRequest } from "./http";
import type { Method } from "./operation";
import type { Redact } from "./redact";

/** One attempt of a request, told when it has ended; secrets are redacted. */
export interface RequestEvent {
  readonly method: Method;
  /** Path without query. */
  readonly path: string;
  /** Operation id of the API, or `fetchToken`. */
  readonly operation: string;
  /** Number of the attempt within its call, from 1. */
  readonly attempt: number;
  /** Status of the answer; absent when none came. */
  readonly status?: number;
  readonly durationMs: number;
  readonly trackingId?: string;
  /** What went wrong, for an error status or when no answer came. */
  readonly error?: string;
}

/** A request before it is put on the wire. */
export interface ExchangeRequest {
  readonly operation: string;
  readonly method: Method;
  readonly path: string;
  readonly query?: Readonly<Record<string, string | undefined>>;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly attempt: number;
  readonly signal?: AbortSignal;
}

/** Sends one request once; what went wrong on the wire is part of the result. */
export type Exchange = (request: ExchangeRequest) => Promise<Outcome>;

/** What exchanging needs. */
export interface TransportSettings {
  readonly baseUrl: string;
  readonly timeoutMs: number;
  readonly clock: Clock;
  readonly redact: Redact;
  readonly onRequest?: (event: RequestEvent) => void;
}

/** Sends requests to one tenant, tells of each, and keeps the server's time. */
export class Transport {
  readonly #settings: TransportSettings;
  #serverClock: { readonly date: number; readonly receivedAt: number } | undefined;

  constructor(settings: TransportSettings) {
    this.#settings = settings;
  }

  /** Lower bound of the server's present time, in milliseconds since 1970: the last `Date` header plus the time since. */
  serverTime(): number | undefined {
    const known = this.#serverClock;
    return known && known.date + (this.#settings.clock.now() - known.receivedAt);
  }

  /** Sends one request once; bound, to be handed around. */
  readonly exchange: Exchange = async (request) => {
    const { clock, onRequest } = this.#settings;
    const startedAt = clock.now();
    const outcome = await this.#send(request);
    if (!(outcome instanceof WireFailure)) {
      this.#keepTime(outcome);
    }
    onRequest?.(this.#event(request, outcome, clock.now() - startedAt));
    return outcome;
  };

  async #send(request: ExchangeRequest): Promise<Outcome> {
    const { method, headers, body, signal } = request;
    const url = new URL(this.#settings.baseUrl + request.path);
    for (const [name, value] of Object.entries(request.query ?? {})) {
      if (value !== undefined) {
        url.searchParams.set(name, value);
      }
    }
    const { timeoutMs } = this.#settings;
    const wire: WireRequest = { method, url, headers, body, timeoutMs, signal };
    try {
      return await sendOnce(wire);
    } catch (error) {
      if (error instanceof WireFailure) {
        return error;
      }
      throw error;
    }
  }

  #keepTime(answer: WireAnswer): void {
    const date = Date.parse(answer.header("date") ?? "");
    if (!Number.isNaN(date)) {
      this.#serverClock = { date, receivedAt: this.#settings.clock.now() };
    }
  }

  #event(request: ExchangeRequest, outcome: Outcome, durationMs: number): RequestEvent {
    const { redact } = this.#settings;
    const { method, operation, attempt } = request;
    const event = { method, path: redact(request.path), operation, attempt, durationMs };
    if (outcome instanceof WireFailure) {
      return { ...event, error: redact(`${outcome.kind}: ${outcome.message}`) };
    }
    const { status } = outcome;
    if (status < 400) {
      return { ...event, status, trackingId: trackingIdOf(outcome) };
    }
    const { detailCode, texts, trackingId } = readErrorAnswer(outcome);
    const error = redact([detailCode, ...texts].filter(Boolean).join(": ") || String(status));
    return { ...event, status, trackingId, error };
  }
}
