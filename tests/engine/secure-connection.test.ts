/** Certificates and proxies as a process of its own sees them: what Node reads from the environment, it reads at its start. */
import { execFile } from "node:child_process";
import { mkdtempSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { clientId, clientSecret, useScriptedServer } from "../provider/api/scripted-server";
import {
  type Closable,
  certificateFor,
  serveTls,
  startProxy,
  type TunnelProxy,
} from "../provider/api/secure-server";
import { engineSetup, projectRoot } from "./shared";

const host = "acme.example.test";
const { server, serve } = useScriptedServer();
const open: Closable[] = [];
let proxy: TunnelProxy | undefined;
let caFile = "";

let port = 0;

function scriptFor(baseUrl: string): string {
  return `
const { createClient } = require("pulumi-sailpoint-nonemployee/client");
const clock = { now: Date.now, sleep: async () => undefined };
createClient({ baseUrl: "${baseUrl}", clientId: "${clientId}", clientSecret: "${clientSecret}", clock })
  .listSources().then((sources) => console.log("read", sources.length), (error) => console.log(error.message));
`;
}

/** What a process prints that reads the sources; through the proxy unless the tenant is on this machine. */
function run(env: Record<string, string>, baseUrl = `https://${host}`): Promise<string> {
  const { PATH = "" } = process.env;
  const options = { cwd: projectRoot, env: { PATH, HTTPS_PROXY: proxy?.url ?? "", ...env } };
  return new Promise((resolve, reject) => {
    execFile(process.execPath, ["-e", scriptFor(baseUrl)], options, (error, stdout) =>
      error ? reject(error) : resolve(stdout.trim()),
    );
  });
}

beforeEach(async () => {
  await serve([{ body: [] }]);
  const certificate = await certificateFor(host);
  caFile = join(mkdtempSync(join(engineSetup().workFolder, "ca-")), "ca.pem");
  writeFileSync(caFile, certificate.cert);
  const tls = await serveTls(certificate, server.url);
  port = tls.port;
  proxy = await startProxy(port);
  open.push(tls, proxy);
});

afterEach(() => Promise.all(open.splice(0).map((one) => one.close())));

describe("a process", () => {
  it("reaches a tenant through the proxy whose authority NODE_EXTRA_CA_CERTS names", async () => {
    expect(await run({ NODE_EXTRA_CA_CERTS: caFile })).toBe("read 0");
    expect(proxy?.connects).toEqual([{ target: `${host}:443`, authorization: undefined }]);
  });

  it.each([
    ["through the proxy", () => `https://${host}`],
    ["directly", () => `https://localhost:${port}`],
  ])(
    "trusts no other certificate %s, even where NODE_TLS_REJECT_UNAUTHORIZED is 0",
    async (_way, baseUrl) => {
      expect(await run({ NODE_TLS_REJECT_UNAUTHORIZED: "0" }, baseUrl())).toMatch(
        /^fetch an access token: the secure connection failed .*NODE_EXTRA_CA_CERTS/,
      );
      expect([...server.requests, ...server.tokenRequests]).toEqual([]);
    },
  );
});
