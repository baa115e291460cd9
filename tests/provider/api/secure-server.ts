/** TLS and proxies on this machine: a scripted server behind a certificate of its own, and a proxy that leads to it. */
import { createServer, type Server } from "node:http";
import { type AddressInfo, connect, type Socket } from "node:net";
import {
  createServer as createTlsServer,
  getCACertificates,
  setDefaultCACertificates,
} from "node:tls";
import { generate } from "selfsigned";

/** Ends something that a test has started. */
export interface Closable {
  close(): Promise<void>;
}

export interface TunnelProxy extends Closable {
  /** Such as `http://127.0.0.1:40123`. */
  readonly url: string;
  /** What each CONNECT asked for, and with which credentials. */
  readonly connects: { target: string; authorization: string | undefined }[];
  /** Everything that went through in the clear or encrypted, as text. */
  readonly passed: () => string;
}

/** A certificate for a host that is its own authority. */
export async function certificateFor(host: string): Promise<{ key: string; cert: string }> {
  const pems = await generate([{ name: "commonName", value: host }], {
    keyType: "ec",
    extensions: [{ name: "subjectAltName", altNames: [{ type: 2, value: host }] }],
  });
  return { key: pems.private, cert: pems.cert };
}

/** Makes this process trust a certificate. @returns the function that undoes it */
export function trust(cert: string): () => void {
  const before = getCACertificates("default");
  setDefaultCACertificates([...before, cert]);
  return () => setDefaultCACertificates(before);
}

/** Serves an HTTP server through TLS. @returns its port */
export async function serveTls(
  { key, cert }: { key: string; cert: string },
  plainUrl: string,
): Promise<Closable & { port: number }> {
  const { port } = new URL(plainUrl);
  const sockets = new Set<Socket>();
  const server = createTlsServer({ key, cert }, (socket) => {
    const inner = connect(Number(port), "127.0.0.1");
    for (const one of [socket, inner]) {
      sockets.add(one);
      one
        .on("error", () => undefined)
        .on("close", () => (one === socket ? inner : socket).destroy());
    }
    socket.pipe(inner).pipe(socket);
  });
  // A client that does not trust the certificate hangs up.
  server.on("tlsClientError", () => undefined);
  return { port: await listen(server), close: () => end(server, sockets) };
}

/**
 * Starts a proxy that leads every CONNECT to one port of this machine.
 *
 * @param refuseWith - Status that CONNECT is answered with instead.
 */
export async function startProxy(port: number, refuseWith?: number): Promise<TunnelProxy> {
  const connects: TunnelProxy["connects"] = [];
  const chunks: Buffer[] = [];
  const sockets = new Set<Socket>();
  const server = createServer();
  server.on("connection", (socket) => sockets.add(socket));
  server.on("connect", (request, socket, head: Buffer) => {
    const authorization = request.headers["proxy-authorization"];
    connects.push({ target: request.url ?? "", authorization });
    if (refuseWith !== undefined) {
      socket.end(`HTTP/1.1 ${refuseWith} Refused\r\nContent-Length: 0\r\n\r\n`);
      return;
    }
    const inner = connect(port, "127.0.0.1", () => {
      socket.write("HTTP/1.1 200 Connection established\r\n\r\n");
      inner.write(head);
      socket.on("data", (chunk: Buffer) => chunks.push(chunk));
      socket.pipe(inner).pipe(socket);
    });
    sockets.add(inner);
    inner.on("error", () => socket.destroy()).on("close", () => socket.destroy());
    socket.on("error", () => inner.destroy()).on("close", () => inner.destroy());
  });
  const url = `http://127.0.0.1:${await listen(server)}`;
  const passed = () => Buffer.concat(chunks).toString("latin1");
  return { url, connects, passed, close: () => end(server, sockets) };
}

async function listen(server: Server | ReturnType<typeof createTlsServer>): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", () => resolve()));
  const address = server.address() as AddressInfo;
  return address.port;
}

async function end(
  server: Server | ReturnType<typeof createTlsServer>,
  sockets: ReadonlySet<Socket>,
): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  for (const socket of sockets) socket.destroy();
  await closed;
}
