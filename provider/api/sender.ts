import type { AttemptAnswer, Attempted, AttemptRequest } from "./attempts";
import type { CallOptions, CallRequest } from "./call-request";
import type { Clock } from "./clock";
import { WireFailure } from "./http";
import { formOf } from "./multipart";
import type { RateLimit, Release } from "./rate-limit";
import type { Token, TokenKeeper } from "./token";
import type { ExchangeRequest } from "./transport";

/** What sending needs. */
export interface SenderSettings {
  readonly tokens: TokenKeeper;
  readonly rateLimit: RateLimit;
  readonly clock: Clock;
  /** The own ceiling in any 10 s. */
  readonly maxRequests: number;
  /** A longer pause that the API asks for is not waited for, in milliseconds. */
  readonly maxPauseMs: number;
}

/** Waits for the own ceiling shorter than this are not worth a message, in milliseconds. */
const minTellingWaitMs = 1_000;

/**
 * Makes the functions that make the attempts of a call: each waits for its slot below the own ceiling, carries a token,
 * and goes out once more with a new one if that is refused.
 */
export function attemptsOf<A extends AttemptAnswer>(
  settings: SenderSettings,
  request: CallRequest,
  path: string,
  options: CallOptions,
  exchange: (request: ExchangeRequest) => Promise<Attempted<A>>,
): Pick<AttemptRequest<A>, "send" | "hold"> {
  const { tokens, rateLimit, clock, maxRequests: max, maxPauseMs } = settings;
  const { signal } = options;
  let sent = 0;
  let heldSince: number | undefined;
  const takeSlot = async (): Promise<{ release: Release; heldMs: number }> => {
    const isRetry = heldSince !== undefined;
    if (!isRetry) {
      tellCeilingWait(settings, request.label, options);
    }
    const release = await rateLimit.acquire({ max, isRetry, maxPauseMs, signal });
    const heldMs = heldSince === undefined ? 0 : clock.now() - heldSince;
    heldSince = undefined;
    return { release, heldMs };
  };
  const sendOnce = async (maxMs: number): Promise<Attempted<A> & { token: Token }> => {
    const { release, heldMs } = await takeSlot();
    const startedAt = clock.now();
    let wasSent = false;
    try {
      const token = await tokens.get(options);
      signal?.throwIfAborted();
      const tokenMs = clock.now() - startedAt;
      wasSent = true;
      sent += 1;
      const { outcome, tookMs } = await exchange({
        operation: request.operation.id,
        method: request.operation.method,
        path,
        query: request.query,
        ...contentOf(request, token),
        attempt: sent,
        maxMs: maxMs - tokenMs,
        signal,
      });
      return { outcome, tookMs: tokenMs + tookMs, heldMs, token };
    } finally {
      release(wasSent);
    }
  };
  return {
    send: async ({ maxMs }) => {
      const first = await sendOnce(maxMs);
      if (first.outcome instanceof WireFailure || first.outcome.status !== 401) {
        return first;
      }
      // The gateway refused the token, so the request was not processed: repeating is safe for every method.
      tokens.drop(first.token);
      const second = await sendOnce(maxMs - first.tookMs);
      const { heldMs } = first;
      return { ...second, tookMs: first.tookMs + second.tookMs, heldMs };
    },
    hold: (until) => {
      heldSince = clock.now();
      rateLimit.throttle(until, max);
      return rateLimit.expectedWaitMs({ max, isRetry: true });
    },
  };
}

function tellCeilingWait(
  { rateLimit, maxRequests }: SenderSettings,
  label: string,
  options: CallOptions,
): void {
  if (options.onWait === undefined) {
    return;
  }
  const waitMs = rateLimit.expectedWaitMs({ max: maxRequests });
  if (waitMs >= minTellingWaitMs) {
    const seconds = (waitMs / 1000).toFixed(1);
    options.onWait(`${label}: waiting ${seconds} s to stay below the API's rate limit`);
  }
}

/** Headers and body of one attempt. */
function contentOf(
  { operation, accept = "application/json", body, file }: CallRequest,
  token: Token,
): Pick<ExchangeRequest, "headers" | "body"> {
  const headers = { authorization: `Bearer ${token.value}`, accept };
  if (file !== undefined) {
    const { contentType, chunks } = formOf(file);
    return { headers: { ...headers, "content-type": contentType }, body: chunks };
  }
  if (body === undefined) {
    return { headers };
  }
  const isPatch = operation.method === "PATCH";
  const contentType = isPatch ? "application/json-patch+json" : "application/json";
  return { headers: { ...headers, "content-type": contentType }, body: JSON.stringify(body) };
}
