import { EventEmitter } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PassThrough } from "node:stream";
import { simulateCommand, type Terminal } from "../../cli/simulate";
import { DEFAULT_IDENTITIES } from "../../simulator";

const { ada } = DEFAULT_IDENTITIES;

/** A process in which the command runs, as far as the command sees it. */
function createTerminal({ isTyped = false } = {}) {
  const [printed, told]: [string[], string[]] = [[], []];
  const typed = new PassThrough();
  const signals = new EventEmitter();
  const terminal: Terminal = {
    out: (line) => printed.push(line),
    err: (line) => told.push(line),
    ...(isTyped && { typed }),
    signals,
  };
  return { terminal, printed, told, typed, signals };
}

type FakeTerminal = ReturnType<typeof createTerminal>;

describe("the command simulate", () => {
  const started: FakeTerminal[] = [];
  let folder = "";

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "simulate-"));
  });

  afterEach(() => {
    for (const { signals } of started.splice(0)) signals.emit("SIGTERM");
  });

  afterAll(() => rm(folder, { recursive: true }));

  function commandIn({ terminal, told }: FakeTerminal) {
    const writeErr = (text: string) => told.push(text);
    return simulateCommand(terminal).exitOverride().configureOutput({ writeErr });
  }

  async function simulate(args: string[] = [], options = {}) {
    const fake = createTerminal(options);
    started.push(fake);
    await commandIn(fake).parseAsync(args, { from: "user" });
    const variables = fake.printed.map((line) => {
      const [name = "", value = ""] = line.split("=");
      return [name, value] as const;
    });
    const { SAIL_BASE_URL: url = "", ...credentials } = Object.fromEntries(variables);
    return { ...fake, url, credentials };
  }

  async function storeOf(url: string) {
    const response = await fetch(`${url}/_simulator/store`);
    return response.json();
  }

  async function addFault(url: string): Promise<void> {
    const body = JSON.stringify({ status: 503, times: "always" });
    await fetch(`${url}/_simulator/faults`, { method: "POST", body });
  }

  async function faultsOf(url: string): Promise<unknown> {
    return (await fetch(`${url}/_simulator/faults`)).json();
  }

  /** So many requests at once over one connection. */
  function sendMany(url: string, count: number): Promise<void> {
    const { hostname, port, host } = new URL(url);
    let text = "";
    return new Promise((resolve, reject) => {
      const socket = connect(Number(port), hostname, () => {
        socket.write(`GET /v2025/sources HTTP/1.1\r\nHost: ${host}\r\n\r\n`.repeat(count));
      });
      socket.on("error", reject).on("data", (data) => {
        text += String(data);
        if (text.split("HTTP/1.1 401").length > count) resolve(void socket.destroy());
      });
    });
  }

  it("prints three lines for a shell, and everything else for people", async () => {
    const { printed, told, url } = await simulate();
    expect(printed.map((line) => line.replace(/=.*/, ""))).toEqual([
      "SAIL_BASE_URL",
      "SAIL_CLIENT_ID",
      "SAIL_CLIENT_SECRET",
    ]);
    expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    expect(told).toEqual([
      "The local tenant is running; POST /_simulator/reset resets it, SIGTERM stops it, and its data is gone then.",
    ]);
  });

  it("issues tokens for the printed credentials", async () => {
    const { url, credentials } = await simulate();
    const form = new URLSearchParams({
      grant_type: "client_credentials",
      client_id: credentials.SAIL_CLIENT_ID ?? "",
      client_secret: credentials.SAIL_CLIENT_SECRET ?? "",
    });
    expect((await fetch(`${url}/oauth/token`, { method: "POST", body: form })).status).toBe(200);
  });

  it("starts with a seed, switches and limits", async () => {
    const file = join(folder, "seed.json");
    const source = { name: "Contractors", description: "External staff", owner: ada.id };
    await writeFile(file, JSON.stringify({ sources: [source] }));
    const { url } = await simulate([
      ...["--seed", file, "--behaviour", "missingObject=400.1.404"],
      ...["--behaviour", "timestampDigits=3", "--behaviour", "extraFields=true"],
      ...["--limit", "sources=2", "--limit", "windowMs=500"],
    ]);
    expect(await storeOf(url)).toMatchObject({ sources: [source] });
    const behaviour = await (await fetch(`${url}/_simulator/behaviour`)).json();
    expect(behaviour).toMatchObject({
      ...{ missingObject: "400.1.404", timestampDigits: 3, extraFields: true, pathIds: "sourceId" },
    });
    const limits = await (await fetch(`${url}/_simulator/limits`)).json();
    expect(limits).toMatchObject({ sources: 2, windowMs: 500, approvers: 3 });
  });

  it("keeps the log short", async () => {
    const { url } = await simulate();
    await sendMany(url, 1010);
    const requests = await (await fetch(`${url}/_simulator/requests`)).json();
    expect(requests).toHaveLength(1000);
  });

  it("resets on request, and on r + Enter at a terminal", async () => {
    const silent = await simulate();
    await addFault(silent.url);
    await fetch(`${silent.url}/_simulator/reset`, { method: "POST" });
    expect(await faultsOf(silent.url)).toEqual([]);

    const { url, typed, told } = await simulate([], { isTyped: true });
    expect(told[0]).toContain("r + Enter resets it, Ctrl-C stops it");
    await addFault(url);
    typed.write("hello\n");
    while (told.length < 2) await new Promise(setImmediate);
    expect([told[1], await faultsOf(url)]).toEqual([
      "r + Enter resets the tenant, Ctrl-C stops it.",
      [{ status: 503, times: "always" }],
    ]);
    typed.write("r\n");
    while (told.length < 3) await new Promise(setImmediate);
    expect(told.at(-1)).toBe("The local tenant is as it was at its start.");
    expect(await faultsOf(url)).toEqual([]);
  });

  it.each(["SIGINT", "SIGTERM"])("ends on %s, and hears no more", async (signal) => {
    const { url, signals } = await simulate([], { isTyped: true });
    signals.emit(signal);
    await expect(storeOf(url)).rejects.toThrow("fetch failed");
    expect(signals.eventNames()).toEqual([]);
  });

  it("ends when the terminal is closed", async () => {
    const { url, typed, signals } = await simulate([], { isTyped: true });
    typed.end();
    while (signals.eventNames().length > 0) await new Promise(setImmediate);
    await expect(storeOf(url)).rejects.toThrow("fetch failed");
  });

  it.each([
    [["--port", "x"], "must be a whole number from 0 (any free port) to 65535."],
    [["--port", ""], "must be a whole number from 0"],
    [["--port", "0x10"], "must be a whole number from 0"],
    [["--port", " 5"], "must be a whole number from 0"],
    [["--behaviour", "missingObject"], "must be a name, an equals sign and a value."],
    [["--behaviour", "missing=1"], "behaviour.missing is not known; there are missingObject, "],
    [
      ["--behaviour", "csv=tsv"],
      'behaviour.csv must be "example" or "rfc4180" or "excel", not "tsv"',
    ],
    [
      ["--limit", "sources=many"],
      'limits.sources must be a whole number of at least 0, not "many"',
    ],
  ])("refuses %j with what is accepted", async (args, message) => {
    const fake = createTerminal();
    await expect(commandIn(fake).parseAsync(args, { from: "user" })).rejects.toThrow(message);
    expect(fake.printed).toEqual([]);
  });

  it.each([
    ["missing.json", undefined, /cannot read the seed file ".*missing\.json"/],
    ["broken.json", "{", /the seed file ".*broken\.json" is not JSON/],
    [
      "wrong.json",
      '{"people":[]}',
      /the seed file ".*wrong\.json" cannot be used: .*\n.*seed\.people: is not known/,
    ],
  ])("refuses the seed file %s", async (name, text, message) => {
    const file = join(folder, name);
    if (text !== undefined) await writeFile(file, text);
    const fake = createTerminal();
    const work = commandIn(fake).parseAsync(["--seed", file], { from: "user" });
    await expect(work).rejects.toThrow(message);
    expect(fake.printed).toEqual([]);
  });

  it("takes a seed file that begins with a byte order mark", async () => {
    const file = join(folder, "marked.json");
    await writeFile(file, '\uFEFF{"sources":[]}');
    expect(await storeOf((await simulate(["--seed", file])).url)).toMatchObject({ sources: [] });
  });

  it("says which port is in use, and what to do", async () => {
    const { url } = await simulate();
    const { port } = new URL(url);
    const work = commandIn(createTerminal()).parseAsync(["--port", port], { from: "user" });
    await expect(work).rejects.toThrow(`--port ${port}: the port is in use; give another one`);
  });

  it("explains itself with examples", () => {
    let help = "";
    const writeOut = (text: string) => {
      help += text;
    };
    const command = simulateCommand(createTerminal().terminal).configureOutput({ writeOut });
    command.outputHelp();
    expect(help).toContain("Example:");
    expect(help).toMatch(/curl -X POST ".*\/_simulator\/reset"/);
    expect(help).toContain("GET /_simulator/requests");
  });
});
