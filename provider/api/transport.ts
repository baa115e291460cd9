import type { AttemptAnswer, Attempted } from "./attempts";
import type { Clock } from "./clock";
import { readErrorAnswer, trackingIdOf } from "./error-answer";
import {
  openOnce,
  sendOnce,
  type WireAnswer,
  WireFailure,
  type WireRequest,
  type WireStream,
} from "./http";
import type { Method } from "./operation";
import type { Route } from "./proxy";
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
  /** Until the answer was complete, or a download was left. */
  readonly durationMs: number;
  readonly trackingId?: string;
  /** What went wrong, for an error status or when no complete answer came. */
  readonly error?: string;
}

/** A request before it is put on the wire. */
export interface ExchangeRequest {
  readonly operation: string;
  readonly method: Method;
  readonly path: string;
  readonly query?: Readonly<Record<string, string | undefined>>;
  readonly headers: Readonly<Record<string, string>>;
  /** A text, or bytes in pieces that are sent one after the other. */
  readonly body?: string | readonly Uint8Array[];
  /** Number of the attempt within its call, from 1. */
  readonly attempt: number;
  /** How long it may take at most, in milliseconds; the client's time-out may be shorter. */
  readonly maxMs: number;
  readonly signal?: AbortSignal;
}

/** What exchanging needs. */
export interface TransportSettings {
  readonly baseUrl: string;
  readonly route: Route;
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

  /** Sends one request once; what goes wrong on the wire is part of the result. */
  async send(request: ExchangeRequest): Promise<Attempted<WireAnswer>> {
    const attempted = await this.#attempt(request, sendOnce);
    this.#tell(request, attempted.outcome, attempted.tookMs);
    return attempted;
  }

  /** Sends one request once; told when the download has ended, or was left. */
  async open(request: ExchangeRequest): Promise<Attempted<WireAnswer | WireStream>> {
    const attempted = await this.#attempt(request, openOnce);
    const { outcome, tookMs } = attempted;
    if (outcome instanceof WireFailure || !("chunks" in outcome)) {
      this.#tell(request, outcome, tookMs);
      return attempted;
    }
    return { outcome: this.#watched(request, outcome, tookMs), tookMs };
  }

  async #attempt<A extends AttemptAnswer>(
    request: ExchangeRequest,
    send: (request: WireRequest) => Promise<A>,
  ): Promise<Attempted<A>> {
    const { clock } = this.#settings;
    const startedAt = clock.now();
    const outcome = await send(this.#wireRequest(request)).catch((error: unknown) => {
      if (error instanceof WireFailure) {
        return error;
      }
      throw error;
    });
    if (!(outcome instanceof WireFailure)) {
      this.#keepTime(outcome);
    }
    return { outcome, tookMs: clock.now() - startedAt };
  }

  #wireRequest({ path, query, maxMs, ...request }: ExchangeRequest): WireRequest {
    const { baseUrl, timeoutMs, route } = this.#settings;
    const url = `${baseUrl}${path}${queryOf(query)}`;
    return {
      ...request,
      url,
      timeoutMs: Math.max(1, Math.min(timeoutMs, maxMs)),
      agent: route.agent,
    };
  }

  #watched(request: ExchangeRequest, stream: WireStream, openedAfterMs: number): WireStream {
    const { clock } = this.#settings;
    const startedAt = clock.now();
    let isTold = false;
    const tell = (failure?: WireFailure): void => {
      if (!isTold) {
        isTold = true;
        this.#tell(request, stream, openedAfterMs + clock.now() - startedAt, failure);
      }
    };
    async function* read(): AsyncGenerator<Uint8Array, void, void> {
      try {
        yield* stream.chunks;
      } catch (error) {
        tell(error instanceof WireFailure ? error : undefined);
        throw error;
      } finally {
        tell();
      }
    }
    const close = (): void => {
      stream.close();
      tell();
    };
    return { ...stream, chunks: read(), close };
  }

  #keepTime(answer: AttemptAnswer): void {
    const date = Date.parse(answer.header("date") ?? "");
    if (!Number.isNaN(date)) {
      this.#serverClock = { date, receivedAt: this.#settings.clock.now() };
    }
  }

  #tell(
    request: ExchangeRequest,
    outcome: WireAnswer | WireStream | WireFailure,
    durationMs: number,
    broken?: WireFailure,
  ): void {
    const { redact, onRequest } = this.#settings;
    if (onRequest === undefined) {
      return;
    }
    const { method, operation, attempt } = request;
    const event = { method, path: redact(request.path), operation, attempt, durationMs };
    if (outcome instanceof WireFailure) {
      onRequest({ ...event, error: redact(`${outcome.kind}: ${outcome.message}`) });
      return;
    }
    const { status } = outcome;
    const trackingId = trackingIdOf(outcome);
    if (broken !== undefined || status < 400 || !("text" in outcome)) {
      const error = broken && redact(`${broken.kind}: ${broken.message}`);
      onRequest({ ...event, status, trackingId, error });
      return;
    }
    const said = readErrorAnswer(outcome);
    const error = redact(
      [said.detailCode, ...said.texts].filter(Boolean).join(": ") || `${status}`,
    );
    onRequest({ ...event, status, trackingId: said.trackingId, error });
  }
}

/** The query with its question mark; empty without parameters. */
function queryOf(query: ExchangeRequest["query"]): string {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(query ?? {})) {
    if (value !== undefined) {
      parameters.set(name, value);
    }
  }
  return parameters.size === 0 ? "" : `?${parameters}`;
}
