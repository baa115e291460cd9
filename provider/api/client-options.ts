import { z } from "zod";
import { normaliseBaseUrl } from "./base-url";
import { type Clock, systemClock } from "./clock";
import { ArgumentError } from "./error";
import { guarded } from "./guarded";
import { type ApiVersion, apiVersions } from "./path";
import { describeIssues } from "./schema";
import type { RequestEvent } from "./transport";

/** How to reach one tenant. */
export interface ClientOptions {
  /** Base URL of the API, for example `https://acme.api.identitynow.com`. */
  baseUrl: string;
  clientId: string;
  /** Never part of an error, an event or a message. */
  clientSecret: string;
  /** @default "v1" */
  apiVersion?: ApiVersion;
  /** Own ceiling in any sliding 10 s; the API's limit is 100. @default 95 */
  maxRequestsPer10Seconds?: number;
  /** For each attempt, in seconds, up to 3600; of a download, for each wait on the way. @default 30 */
  requestTimeoutSeconds?: number;
  /**
   * For a call with all its attempts and the waits between them, in seconds, up to 86400. It does not run while a call
   * waits its turn below the own ceiling, nor once a download has begun. @default 300, or `requestTimeoutSeconds` where
   * that is more
   */
  totalTimeoutSeconds?: number;
  /** @default systemClock */
  clock?: Clock;
  /** Number in [0, 1) for the jitter of the waits. @default Math.random */
  random?: () => number;
  /** Told of each attempt when it has ended, also of those for a token, secrets redacted. */
  onRequest?: (event: RequestEvent) => void;
  /** Told once for each version that the API calls deprecated. */
  onWarning?: (message: string) => void;
}

/** The options with every default filled in. */
export type CheckedClientOptions = Required<Omit<ClientOptions, "onRequest" | "onWarning">> &
  Pick<ClientOptions, "onRequest" | "onWarning">;

const valuesSchema = z.object({
  baseUrl: z.string(),
  clientId: z.string().min(1),
  clientSecret: z.string().min(1),
  apiVersion: z.enum(apiVersions).default("v1"),
  maxRequestsPer10Seconds: z.int().min(1).max(100_000).default(95),
  requestTimeoutSeconds: z.number().positive().max(3600).default(30),
  totalTimeoutSeconds: z.number().positive().max(86_400).optional(),
});

/**
 * Checks the options and fills in the defaults.
 *
 * @throws ArgumentError that names what is wrong, never the value of a credential.
 */
export function checkClientOptions(options: ClientOptions): CheckedClientOptions {
  const values = valuesSchema.safeParse(options);
  if (!values.success) {
    throw new ArgumentError(`client options: ${describeIssues(values.error)} - correct these`);
  }
  const { requestTimeoutSeconds, totalTimeoutSeconds } = values.data;
  return {
    ...values.data,
    totalTimeoutSeconds: totalTimeoutSeconds ?? Math.max(300, requestTimeoutSeconds),
    baseUrl: normaliseBaseUrl(values.data.baseUrl),
    clock: options.clock ?? systemClock,
    random: options.random ?? Math.random,
    onRequest: guarded("onRequest", options.onRequest),
    onWarning: guarded("onWarning", options.onWarning),
  };
}
