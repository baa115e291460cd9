import type { Agent } from "node:https";
import { HttpsProxyAgent } from "https-proxy-agent";
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

/**
 * The way that the environment prescribes: `HTTPS_PROXY` or `ALL_PROXY`, unless `NO_PROXY` excepts the host; upper or
 * lower case. This machine itself is never reached through a proxy. Certificates are checked through a proxy, too.
 *
 * @param baseUrl - In its normalised form.
 * @throws ArgumentError when the value is no URL of a proxy; the message does not show it, for it may hold a password.
 */
export function routeTo(baseUrl: string): Route {
  const named = isLoopback(new URL(baseUrl)) ? "" : getProxyForUrl(baseUrl);
  if (named === "") {
    return {};
  }
  // Without a scheme everybody means http, however secure the connection through the proxy is.
  const isBare = !variables.some((name) => process.env[name] === named);
  const url = isBare ? named.replace(/^https:/, "http:") : named;
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  if (parsed === undefined || !["http:", "https:"].includes(parsed.protocol)) {
    throw new ArgumentError(
      "the proxy of the environment (HTTPS_PROXY, ALL_PROXY) is no web address - use the form " +
        "http://<host>:<port> or http://<user>:<password>@<host>:<port>, or except this host with NO_PROXY",
    );
  }
  const agent = new HttpsProxyAgent(parsed, { keepAlive: true, rejectUnauthorized: true });
  return { agent, proxy: parsed.origin };
}
