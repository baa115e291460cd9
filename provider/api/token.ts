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
  /** The identity of the token's user; there is none for a client without one. */
  identity_id: z.string().nullish(),
});

/** An access token. */
export interface Token {
  readonly value: string;
  readonly scopes: readonly string[];
  /** Id of the user's identity, where the answer has it. */
  readonly identityId: string | undefined;
  /** When to fetch the next one, in milliseconds since 1970. */
  readonly renewAt: number;
  /** When it ends, in milliseconds since 1970. */
  readonly endsAt: number;
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
    const current = this.#current;
    if (current !== undefined && this.#settings.attempts.clock.now() < current.renewAt) {
      return current;
    }
    const { onWait, signal } = call;
    if (onWait !== undefined) {
      this.#listeners.add(onWait);
    }
    this.#pending ??= this.#fetch().finally(() => {
      this.#pending = undefined;
    });
    try {
      return await untilAborted(this.#pending, signal);
    } catch (error) {
      return this.#stillValid(current, error, signal);
    } finally {
      if (onWait !== undefined) {
        this.#listeners.delete(onWait);
      }
    }
  }

  /** The token that was to be renewed ahead of its end, if renewing alone has failed and it has not ended yet. */
  #stillValid(token: Token | undefined, error: unknown, signal: AbortSignal | undefined): Token {
    const { clock } = this.#settings.attempts;
    const isUsable = token !== undefined && token === this.#current && clock.now() < token.endsAt;
    if (!isUsable || error instanceof AuthError || signal?.aborted) {
      throw error;
    }
    return token;
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
      identityId: parsed.identity_id || undefined,
      renewAt: renewalTime(requestedAt, parsed.expires_in),
      endsAt: requestedAt + parsed.expires_in * 1000,
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
    const refused = (advice: string): AuthError =>
      new AuthError(`${label}: ${said(answer)} - ${advice}`, context, answer);
    if (answer.status === 404) {
      return refused("check the base URL (SAIL_BASE_URL): no token endpoint is there");
    }
    // Any other answer says nothing about the credentials, and may be another one the next time.
    if (![400, 401, 403].includes(answer.status)) {
      return new HttpError(explainAnswer(call, answer, locationOf(outcome)), context, answer);
    }
    this.#refusal = refused(
      "check the client id and secret (SAIL_CLIENT_ID, SAIL_CLIENT_SECRET), that they belong to this tenant, and that they have not expired",
    );
    return this.#refusal;
  }

  /** What errors about tokens know of their call. */
  get context(): ErrorContext {
    const { redact } = this.#settings.secrets;
    return { operation: tokenOperation, method: "POST", path: tokenPath, redact };
  }
}
