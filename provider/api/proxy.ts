import type { Agent, RequestOptions } from "node:https";
import type { Duplex } from "node:stream";
import { HttpsProxyAgent } from "hpagent";
import { getProxyForUrl } from "proxy-from-env";
import { isLoopback } from "./base-url";
import { ArgumentError } from "./error";

const variables = ["https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"] as const;

/** How connections to a tenant are made. */
export interface Route {
  /** Makes the connections; absent for direct ones. */
  readonly agent?: Agent;
  /** URL of the proxy without its credentials, for messages; absent for direct connections. */
  readonly proxy?: string;
}

/** The proxy did not lead to the tenant: it could not be reached, or did not do what it was asked. Nothing was sent. */
export class TunnelFailure extends Error {
  /** Code of the system, for example `ECONNREFUSED`; may be empty. */
  readonly code: string;

  constructor(cause: Error) {
    super(cause.message, { cause });
    this.code = "code" in cause && typeof cause.code === "string" ? cause.code : "";
  }
}

type Connected = (error: Error | null, stream: Duplex) => void;

/** Makes connections through a proxy; whatever goes wrong before one stands is a `TunnelFailure`. */
class TunnelAgent extends HttpsProxyAgent {
  override createConnection(
    options: RequestOptions,
    connected?: Connected,
  ): Duplex | null | undefined {
    return super.createConnection(options, (error, stream) => {
      connected?.(error && new TunnelFailure(error), stream);
    });
  }
}

/**
 * The way that the environment prescribes: `HTTPS_PROXY` or `ALL_PROXY`, unless `NO_PROXY` excepts the host; upper or
 * lower case. This machine itself is never reached through a proxy. Certificates are checked through a proxy, too.
 *
 * @param baseUrl - In its normalised form.
 * @param timeoutMs - How long the proxy may take to lead to the tenant, in milliseconds.
 * @throws ArgumentError when the value is no URL of a proxy; the message does not show it, for it may hold a password.
 */
export function routeTo(baseUrl: string, timeoutMs: number): Route {
  const named = isLoopback(new URL(baseUrl)) ? "" : getProxyForUrl(baseUrl);
  if (named === "") {
    return {};
  }
  // Without a scheme everybody means http, however secure the connection through the proxy is.
  const isBare = !variables.some((name) => process.env[name] === named);
  const proxy = parseProxy(isBare ? named.replace(/^https:/, "http:") : named);
  const checked = { rejectUnauthorized: true };
  const options = { keepAlive: true, timeout: timeoutMs, proxyRequestOptions: checked, ...checked };
  return { agent: new TunnelAgent({ proxy, ...options }), proxy: proxy.origin };
}

function parseProxy(url: string): URL {
  try {
    const parsed = new URL(url);
    // The agent decodes them when it connects, too late for a message.
    decodeURIComponent(parsed.username);
    decodeURIComponent(parsed.password);
    if (["http:", "https:"].includes(parsed.protocol)) {
      return parsed;
    }
  } catch {
    // As below.
  }
  throw new ArgumentError(
    "the proxy of the environment (HTTPS_PROXY, ALL_PROXY) is no web address - use the form http://<host>:<port>, with " +
      "user and password percent-encoded before the host where it wants them, or except this host with NO_PROXY",
  );
}
