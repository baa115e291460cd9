/** Reading what a request is for. */

/** Path and query of a request. */
export interface Target {
  /** As received: neither decoded nor normalised, so that a client's slip stays visible. */
  path: string;
  query: URLSearchParams;
}

/** The target in a request's first line; of one with scheme and host, as proxies get it, what follows the host. */
export function readTarget(text: string): Target {
  const own = text.replace(/^https?:\/\/[^/?]*/i, "");
  const [path = ""] = own.split("?", 1);
  return { path: path || "/", query: new URLSearchParams(own.slice(path.length)) };
}
