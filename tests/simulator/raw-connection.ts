/** A request over a bare socket, for tests of what goes over the wire. */
import { connect } from "node:net";

/** What came back until the connection ended. */
export interface RawReply {
  /** Status line and headers; empty where nothing came. */
  head: string;
  /** What followed, as it came: chunks with their sizes. */
  body: string;
  /** How the other side ended the connection: in order (FIN) or by breaking it off (RST). */
  end: "closed" | "reset";
  /** How often something arrived. */
  arrivals: number;
  /** From the first to the last arrival. */
  spreadMs: number;
}

/**
 * Sends one GET that asks for the connection to be closed afterwards.
 *
 * @param target what to ask for, exactly as it is, @default the path of the URL
 */
export function rawGet(
  url: string,
  token: string,
  target = new URL(url).pathname,
): Promise<RawReply> {
  const { hostname, port, host } = new URL(url);
  const lines = [
    `GET ${target} HTTP/1.1`,
    `Host: ${host}`,
    `Authorization: Bearer ${token}`,
    "Connection: close",
  ];
  return new Promise((resolve, reject) => {
    let text = "";
    let isReset = false;
    const times: number[] = [];
    const socket = connect(Number(port), hostname, () => {
      socket.write(`${lines.join("\r\n")}\r\n\r\n`);
    });
    socket.setNoDelay().setEncoding("utf8");
    socket.on("data", (data) => {
      times.push(performance.now());
      text += String(data);
    });
    socket.on("error", (error) => {
      isReset = "code" in error && error.code === "ECONNRESET";
      if (!isReset) reject(error);
    });
    socket.on("close", () => {
      const [head = "", ...rest] = text.split("\r\n\r\n");
      const spreadMs = (times.at(-1) ?? 0) - (times[0] ?? 0);
      const end = isReset ? "reset" : "closed";
      resolve({ head, body: rest.join("\r\n\r\n"), end, arrivals: times.length, spreadMs });
    });
  });
}
