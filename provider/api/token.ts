import { z } from "zod";
import {
  type Attempt,
  type Attempted,
  type AttemptSettings,
  attemptUntilSettled,
  type Settled,
} from "./attempts";
import { failureError } from "./call-error";
import type { CallOptions } from "./call-request";
import { AuthError, type ErrorContext, HttpError } from "./error";
import { locationOf, parseJson, readErrorAnswer, trackingIdOf } from "./error-answer";
import { explainAnswer, type FailedCall, said } from "./explain";
import { type WireAnswer, WireFailure } from "./http";
import { tokenOperation } from "./operation";
import type { SecretKeeper } from "./redact";
import { checkAnswer, shapeError } from "./schema";
import { untilAborted } from "./signal";

const label = "fetch an access token";

/** Path of the token endpoint. */
export const tokenPath = "/oauth/token";

const tokenAnswerSchema = z.looseObject({
  /** Characters that a header can carry. */
  access_token: z.string().regex(/^[\x21-\x7e]+$/, "must be printable ASCII without blanks"),
  /** Life in seconds; a PAT may be set to as little as 15. */
  expires_in: z.union([z.number().nonnegative(), z.string().regex(/^\d+$/).transform(Number)]),
  scope: z.string().nullish(),
});

/** An access token. */
export interface Token {
  readonly value: string;
  readonly scopes: readonly string[];
  /** When to fetch the next one, in milliseconds since 1970. */
  readonly renewAt: number;
}

/** What fetching tokens needs. */
export interface TokenSettings {
  readonly attempts: AttemptSettings;
  readonly secrets: SecretKeeper;
  /** URL of the proxy, for messages. */
  readonly proxy: string | undefined;
  /** Sends the token request once. */
  send(attempt: Attempt): Promise<Attempted<WireAnswer>>;
}

/**
 * When a token is to be renewed: 60 s, or 10 % of a short life, before it ends. A fixed lead would fetch a token for
 * every call where lives are short.
 *
 * @param requestedAt - Before the token was asked for, in milliseconds since 1970.
 */
export function renewalTime(requestedAt: number, expiresInSeconds: number): number {
  const lifeMs = expiresInSeconds * 1000;
  return requestedAt + lifeMs - Math.min(60_000, lifeMs * 0.1);
}

/** The client's token: fetched when first needed, shared by all callers, renewed ahead of its end. */
export class TokenKeeper {
  readonly #settings: TokenSettings;
  #current: Token | undefined;
  #pending: Promise<Token> | undefined;
  #refusal: AuthError | undefined;
  readonly #listeners = new Set<(message: string) => void>();

  constructor(settings: TokenSettings) {
    this.#settings = settings;
  }

  /**
   * The token to use now.
   *
   * @throws AuthError when the credentials are refused, without another request from then on.
   */
  async get(call: CallOptions = {}): Promise<Token> {
    if (this.#refusal !== undefined) {
      throw this.#refusal;
    }
    if (
      this.#current !== undefined &&
      this.#settings.attempts.clock.now() < this.#current.renewAt
    ) {
      return this.#current;
    }
    const listener = call.onWait;
    if (listener !== undefined) {
      this.#listeners.add(listener);
    }
    this.#pending ??= this.#fetch().finally(() => {
      this.#pending = undefined;
      this.#listeners.clear();
    });
    return untilAborted(this.#pending, call.signal);
  }

  /** Drops a token that the API has refused, unless another one has replaced it already. */
  drop(token: Token): void {
    if (this.#current === token) {
      this.#current = undefined;
    }
  }

  /** Scopes of the present token; empty before the first one. */
  get scopes(): readonly string[] {
    return this.#current?.scopes ?? [];
  }

  async #fetch(): Promise<Token> {
    const { attempts, secrets, send } = this.#settings;
    let requestedAt = attempts.clock.now();
    const settled = await attemptUntilSettled(attempts, {
      label,
      isRepeatable: true,
      onWait: (message) => {
        for (const listener of this.#listeners) {
          listener(message);
        }
      },
      send: (attempt) => {
        requestedAt = attempts.clock.now();
        return send(attempt);
      },
    });
    const { outcome } = settled;
    if (outcome instanceof WireFailure || outcome.status < 200 || outcome.status > 299) {
      throw this.#failure(settled);
    }
    const token = this.#read(outcome, requestedAt);
    secrets.addToken(token.value);
    this.#current = token;
    return token;
  }

  #read(answer: WireAnswer, requestedAt: number): Token {
    const shape = {
      label,
      context: this.context,
      status: answer.status,
      trackingId: trackingIdOf(answer),
    };
    const body = parseJson(answer.text);
    if (body === undefined) {
      throw shapeError(shape, "the answer is no JSON");
    }
    const parsed = checkAnswer(tokenAnswerSchema, { ...shape, body });
    return {
      value: parsed.access_token,
      scopes: (parsed.scope ?? "").split(/\s+/).filter((scope) => scope !== ""),
      renewAt: renewalTime(requestedAt, parsed.expires_in),
    };
  }

  #failure(settled: Settled<WireAnswer>): Error {
    const { outcome } = settled;
    const context = this.context;
    const { proxy } = this.#settings;
    const call: FailedCall = { label, isRepeatable: true, scopes: [], settled, proxy };
    if (outcome instanceof WireFailure) {
      return failureError(outcome, call, context);
    }
    const answer = readErrorAnswer(outcome);
    // A proxy that asks for its own credentials says nothing about ours.
    const isOther = answer.status === 429 || answer.status === 407;
    const isRefusal = answer.status >= 400 && answer.status < 500 && !isOther;
    if (!isRefusal) {
      return new HttpError(explainAnswer(call, answer, locationOf(outcome)), context, answer);
    }
    const advice =
      answer.status === 404
        ? "check the base URL (SAIL_BASE_URL): no token endpoint is there"
        : "check the client id and secret (SAIL_CLIENT_ID, SAIL_CLIENT_SECRET), that they belong to this tenant, and that they have not expired";
    this.#refusal = new AuthError(`${label}: ${said(answer)} - ${advice}`, context, answer);
    return this.#refusal;
  }

  /** What errors about tokens know of their call. */
  get context(): ErrorContext {
    const { redact } = this.#settings.secrets;
    return { operation: tokenOperation, method: "POST", path: tokenPath, redact };
  }
}
