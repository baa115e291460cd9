import { type AddressInfo, createServer } from "node:net";
import {
  ArgumentError,
  type ClientOptions,
  createClient,
  isAnswerLost,
  isNotFound,
  NetworkError,
} from "../../../provider/api";
import { createFakeClock } from "./fake-clock";
import {
  clientId,
  clientSecret,
  rejectionOf,
  sourceBody,
  useScriptedServer,
} from "./scripted-server";
import {
  type Closable,
  certificateFor,
  serveTls,
  startProxy,
  type TunnelProxy,
  trust,
} from "./secure-server";

const host = "acme.example.test";
const body = {
  name: "Contractors",
  description: "External staff",
  owner: { id: "2c91808570313110017040b06f344ec9" },
};
const variables = ["HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy", "NO_PROXY", "no_proxy"];

const { server, serve } = useScriptedServer();
const open: Closable[] = [];
let certificate = { key: "", cert: "" };
let distrust = (): void => undefined;

function connect(baseUrl = `https://${host}`, options: Partial<ClientOptions> = {}) {
  const clock = createFakeClock();
  const all = { baseUrl, clientId, clientSecret, clock, random: () => 1, ...options };
  return { client: createClient(all), clock };
}

/** The scripted server behind TLS, and a proxy that leads to it. */
async function secure(refuseWith?: number): Promise<{ port: number; proxy: TunnelProxy }> {
  const tls = await serveTls(certificate, server.url);
  const proxy = await startProxy(tls.port, refuseWith);
  open.push(tls, proxy);
  return { port: tls.port, proxy };
}

beforeAll(async () => {
  certificate = await certificateFor(host);
});

beforeEach(() => {
  for (const name of variables) delete process.env[name];
  distrust = trust(certificate.cert);
});

afterEach(async () => {
  for (const name of variables) delete process.env[name];
  distrust();
  await Promise.all(open.splice(0).map((one) => one.close()));
});

describe("a proxy of the environment", () => {
  it.each(["HTTPS_PROXY", "https_proxy", "ALL_PROXY"])(
    "is used where %s names it",
    async (name) => {
      await serve([{ body: sourceBody() }]);
      const { proxy } = await secure();
      process.env[name] = proxy.url;

      await expect(connect().client.getNonEmployeeSource("s1")).resolves.toMatchObject({
        name: "Source 1",
      });
      expect(proxy.connects).toEqual([{ target: `${host}:443`, authorization: undefined }]);
      expect(server.requests).toHaveLength(1);
    },
  );

  it("is used for downloads, too", async () => {
    await serve([{ body: "accountName\nada\n", headers: { "content-type": "text/csv" } }]);
    const { proxy } = await secure();
    process.env.HTTPS_PROXY = proxy.url;

    const columns = await connect().client.exportNonEmployeeSourceSchemaTemplate("s1").columns();
    expect(columns).toEqual(["accountName"]);
    expect(proxy.connects).not.toEqual([]);
  });

  it("sees neither token nor secret, and gets its own credentials", async () => {
    await serve([{ body: [] }]);
    const { proxy } = await secure();
    process.env.HTTPS_PROXY = proxy.url.replace("//", "//corp:p%40ss@");
    await connect().client.listSources();

    const [first] = proxy.connects;
    expect(first?.authorization).toBe(`Basic ${Buffer.from("corp:p@ss").toString("base64")}`);
    expect(proxy.passed().length).toBeGreaterThan(500);
    expect(proxy.passed()).not.toMatch(/grant_type|Bearer|s3cr3t/);
  });

  it("may be given without a scheme", async () => {
    await serve([{ body: [] }]);
    const { proxy } = await secure();
    process.env.HTTPS_PROXY = proxy.url.replace("http://", "");

    await expect(connect().client.listSources()).resolves.toEqual([]);
  });

  it("is not used for a host that NO_PROXY excepts", async () => {
    await serve([]);
    const { proxy } = await secure();
    process.env.HTTPS_PROXY = proxy.url;
    process.env.NO_PROXY = "localhost,.example.test";
    const error = await rejectionOf(connect().client.listSources());

    expect(String(error)).toMatch(/the host name is not known/);
    expect(proxy.connects).toEqual([]);
  });

  it("is never used for this machine itself", async () => {
    await serve([{ body: [] }]);
    process.env.HTTPS_PROXY = "http://127.0.0.1:1";
    process.env.HTTP_PROXY = "http://127.0.0.1:1";
    try {
      await expect(connect(server.url).client.listSources()).resolves.toEqual([]);
    } finally {
      delete process.env.HTTP_PROXY;
    }
  });

  it("that cannot be reached is named without its password, and nothing is lost", async () => {
    await serve([]);
    process.env.HTTPS_PROXY = "http://corp:hush-hush@127.0.0.1:1";
    const error = await rejectionOf(connect().client.createNonEmployeeSource(body));

    expect(error).toBeInstanceOf(NetworkError);
    expect(isAnswerLost(error)).toBe(false);
    expect(String(error)).toMatch(
      /the proxy did not lead to the tenant \(ECONNREFUSED\).* - nothing was sent: check the proxy http:\/\/127\.0\.0\.1:1 /,
    );
    expect(String(error)).not.toContain("hush");
  });

  it.each([401, 403, 404, 407, 503])(
    "that answers %i itself is not taken for the API, and nothing was sent",
    async (status) => {
      await serve([]);
      const { proxy } = await secure(status);
      process.env.HTTPS_PROXY = proxy.url;
      const { client } = connect();

      const error = await rejectionOf(client.deleteNonEmployeeSource("s1"));
      expect(error).toBeInstanceOf(NetworkError);
      expect(isNotFound(error)).toBe(false);
      expect(String(error)).toMatch(
        new RegExp(`the proxy did not lead to the tenant \\(.*${status}.*\\).*user and password`),
      );
      expect(client.serverTime()).toBeUndefined();
      // Credentials of the tenant that are refused are not tried again; these were never looked at.
      await rejectionOf(client.authenticate());
      expect(proxy.connects).toHaveLength(10);
    },
  );

  it("that is silent ends a call in time, and lets the process end", async () => {
    await serve([]);
    const mute = createServer((socket) => open.push({ close: async () => void socket.destroy() }));
    await new Promise<void>((resolve) => mute.listen(0, "127.0.0.1", () => resolve()));
    open.push({ close: async () => void mute.close() });
    const { port } = mute.address() as AddressInfo;
    process.env.HTTPS_PROXY = `http://127.0.0.1:${port}`;
    const { client } = connect(undefined, { requestTimeoutSeconds: 0.1 });

    const error = await rejectionOf(client.createNonEmployeeSource(body));
    expect(String(error)).toMatch(/no answer in time/);
    expect(isAnswerLost(error)).toBe(false);
    const rows = client.exportNonEmployeeRecords("s1").columns();
    expect(String(await rejectionOf(rows))).toMatch(/no answer in time/);
  });

  it("through which the answer to a create is lost leaves open whether it was made", async () => {
    await serve([{ instead: "drop" }]);
    const { proxy } = await secure();
    process.env.HTTPS_PROXY = proxy.url;
    const error = await rejectionOf(connect().client.createNonEmployeeSource(body));

    expect(server.requests).toHaveLength(1);
    expect(isAnswerLost(error)).toBe(true);
  });

  it.each(["socks5://127.0.0.1:1080", "http://", "http://a b", "http://corp:100%sure@a"])(
    "is refused as %j",
    async (value) => {
      await serve([]);
      process.env.HTTPS_PROXY = value;

      expect(() => connect()).toThrow(ArgumentError);
      expect(() => connect()).toThrow(
        /HTTPS_PROXY, ALL_PROXY.* use the form http:\/\/<host>:<port>, with user and password percent-encoded/,
      );
    },
  );
});

describe("a certificate", () => {
  it("that this machine does not trust ends the call at once, and nothing is sent", async () => {
    await serve([]);
    const { port } = await secure();
    const { client, clock } = connect(`https://localhost:${port}`);
    const error = await rejectionOf(client.createNonEmployeeSource(body));

    expect(String(error)).toMatch(/the secure connection failed .* - check .*NODE_EXTRA_CA_CERTS/);
    expect(isAnswerLost(error)).toBe(false);
    expect(clock.sleeps).toEqual([]);
    expect([...server.requests, ...server.tokenRequests]).toEqual([]);
  });

  it.each([
    ["directly", false],
    ["through a proxy", true],
  ])("is checked %s", async (_way, hasProxy) => {
    await serve([]);
    const { port, proxy } = await secure();
    distrust();
    if (hasProxy) process.env.HTTPS_PROXY = proxy.url;
    const { client } = connect(hasProxy ? `https://${host}` : `https://localhost:${port}`);
    const error = await rejectionOf(client.listSources());

    expect(String(error)).toMatch(/the secure connection failed/);
    expect([...server.requests, ...server.tokenRequests]).toEqual([]);
  });
});
