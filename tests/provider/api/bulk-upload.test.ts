/** Uploading CSV files through the client and waiting for their end. */
import {
  AbortedError,
  BulkUploadError,
  type BulkUploadProgress,
  type Client,
  type CsvContent,
  HttpError,
  isAnswerLost,
  isNotFound,
} from "../../../provider/api";
import { FAULT_KINDS, type FaultKind } from "../../../simulator";
import { clientOf, rejectionOf, useScriptedServer } from "./scripted-server";
import { ada, startTenant, type TestTenant } from "./tenant";

const HEADER = "accountName,firstName,lastName,phone,email,manager,startDate,endDate";

let tenant: TestTenant;
let client: Client;
let sourceId = "";

beforeEach(async () => {
  tenant = await startTenant();
  ({ client } = tenant);
  ({ sourceId } = tenant.simulator.store.addSource({
    ...{ name: "Contractors", description: "External staff", owner: ada.id },
    attributes: [{ technicalName: "costCenter", label: "Cost center" }],
  }));
  await client.authenticate();
  tenant.calls();
});

afterEach(() => tenant.simulator.stop());

function row(accountName: string, lastName = "Rhodes"): string {
  const dates = "2026-03-24T00:00:00-05:00,2027-03-24T00:00:00Z";
  return `${accountName},Ida,${lastName},1,${accountName}@example.org,ada.lovelace,${dates}`;
}

const file = (...rows: string[]): string => `${[HEADER, ...rows].join("\n")}\n`;
const stored = () => tenant.simulator.store.recordsOf(sourceId);

async function* inPieces<T>(pieces: Iterable<T>): AsyncGenerator<T, void, void> {
  yield* pieces;
}

describe("an upload", () => {
  it.each(["v1", "v2026", "v2025", "v2024", "v3", "beta"] as const)(
    "inserts and updates in %s",
    async (apiVersion) => {
      const { id } = tenant.simulator.store.addRecord(sourceId, { accountName: "old" });
      const other = tenant.connect({ apiVersion });
      const job = await other.importNonEmployeeRecordsInBulk(
        sourceId,
        file(row("old", '"Müller, ""Jr."""'), row("new")),
      );
      expect(job).toMatchObject({ sourceId, status: "PENDING" });
      expect(stored()).toMatchObject([
        { id, lastName: 'Müller, "Jr."' },
        { accountName: "new", lastName: "Rhodes" },
      ]);
      expect(await other.getNonEmployeeBulkUploadStatus(sourceId)).toEqual({ status: "COMPLETED" });
    },
  );

  const text = file(row("ida", "Łukasiewicz 😀"));
  const half = text.indexOf("😀") + 1;

  it.each<[string, () => CsvContent]>([
    ["a text", () => text],
    ["bytes", () => new TextEncoder().encode(text)],
    ["a buffer", () => Buffer.from(text)],
    ["pieces of text", () => inPieces([text.slice(0, 90), text.slice(90)])],
    [
      "pieces of bytes",
      () => inPieces([Buffer.from(text).subarray(0, 90), Buffer.from(text).subarray(90)]),
    ],
    ["pieces of both kinds", () => inPieces([Buffer.from(text.slice(0, 9)), text.slice(9)])],
    [
      "pieces that end within a letter",
      () => inPieces([text.slice(0, half), "", text.slice(half)]),
    ],
    ["characters", () => inPieces(text)],
  ])("takes %s", async (_what, content) => {
    await client.importNonEmployeeRecordsInBulk(sourceId, content());
    expect(stored()).toMatchObject([{ accountName: "ida", lastName: "Łukasiewicz 😀" }]);
  });

  it("keeps letters whole that long pieces of text cut", async () => {
    const padding = "x".repeat(65_536 - `${HEADER}\n`.length - 1 - "ida,Ida,".length);
    const long = file(row("ida", `${padding}😀`));
    const cut = long.indexOf("😀") + 1;
    tenant.simulator.limits.nameLength = 100_000;
    await client.importNonEmployeeRecordsInBulk(
      sourceId,
      inPieces([long.slice(0, cut), long.slice(cut)]),
    );
    expect(stored()[0]?.lastName.endsWith("x😀")).toBe(true);
  });

  it("that is refused names every wrong row", async () => {
    const rows = Array.from({ length: 15 }, (_value, index) => row(`p${index}`, ""));
    const error = await rejectionOf(client.importNonEmployeeRecordsInBulk(sourceId, file(...rows)));
    expect(error).toBeInstanceOf(HttpError);
    expect((error as HttpError).texts).toHaveLength(15);
    expect((error as HttpError).texts[14]).toBe("line 16: lastName is required;");
    expect(String(error)).toContain("line 11: lastName is required; (and 5 more) (tracking id");
    expect(String(error)).not.toContain("line 12");
    expect(stored()).toEqual([]);
  });

  it("to an unknown source is not found", async () => {
    const error = await rejectionOf(client.importNonEmployeeRecordsInBulk("none", file()));
    expect(isNotFound(error)).toBe(true);
    expect(isNotFound(await rejectionOf(client.getNonEmployeeBulkUploadStatus("none")))).toBe(true);
  });

  it("goes by the id that the tenant takes", async () => {
    tenant.simulator.behaviour.downloadIds = "id";
    await client.importNonEmployeeRecordsInBulk(sourceId, file(row("ida")));
    expect(stored()).toHaveLength(1);
    expect(await client.waitForBulkUpload(sourceId)).toMatchObject({ status: "COMPLETED" });
  });

  it("ends with what the iteration throws, and nothing is sent", async () => {
    async function* broken(): AsyncGenerator<string, void, void> {
      yield HEADER;
      throw new Error("the disk is gone");
    }
    const error = await rejectionOf(client.importNonEmployeeRecordsInBulk(sourceId, broken()));
    expect(String(error)).toContain("the disk is gone");
    const odd = inPieces([7]) as unknown as CsvContent;
    expect(await rejectionOf(client.importNonEmployeeRecordsInBulk(sourceId, odd))).toMatchObject({
      code: "invalid_argument",
    });
    expect(tenant.calls()).toEqual([]);
  });

  it.each(Object.keys(FAULT_KINDS) as FaultKind[])(
    "is repeated after a refusal alone: %s",
    async (kind) => {
      tenant.simulator.faults.add({
        ...FAULT_KINDS[kind],
        operationId: "importNonEmployeeRecordsInBulk",
      });
      const isRefused = /^(rateLimit|endedTokens)/.test(kind);
      const passes = isRefused || /^(delayed|slow|added)/.test(kind);
      const isDone = passes || /After|^truncated/.test(kind);
      const upload = client.importNonEmployeeRecordsInBulk(sourceId, inPieces([file(row("ida"))]));
      if (passes) {
        await upload;
      } else {
        const error = await rejectionOf(upload);
        expect(isAnswerLost(error)).toBe(true);
        if (kind !== "scriptedBody" && kind !== "truncatedWhole") {
          expect(String(error)).toContain(
            "whether it took effect is unknown: look at the status of the source's upload",
          );
        }
      }
      expect(stored()).toHaveLength(isDone ? 1 : 0);
      expect(tenant.calls()).toHaveLength(isRefused ? 2 : 1);
    },
  );
});

describe("an upload on the wire", () => {
  const { server, serve } = useScriptedServer();

  it("is one file of the part data, with its name, type and length", async () => {
    await serve([{ status: 202, body: { id: "j1", sourceId: "s1", status: "PENDING" } }]);
    const { client: other } = clientOf(server);
    await other.importNonEmployeeRecordsInBulk("s1", "ä,b\n", { fileName: 'my "staff".csv' });
    const [{ headers, body, path } = { headers: {}, body: "", path: "" }] = server.requests;
    expect(path).toBe("/non-employee-sources/v1/s1/non-employee-bulk-upload");
    const [, boundary] =
      /^multipart\/form-data; boundary=(\S+)$/.exec(headers["content-type"] ?? "") ?? [];
    expect(body).toBe(
      `--${boundary}\r\n` +
        'Content-Disposition: form-data; name="data"; filename="my %22staff%22.csv"\r\n' +
        `Content-Type: text/csv\r\n\r\nä,b\n\r\n--${boundary}--\r\n`,
    );
    expect(headers["content-length"]).toBe(String(Buffer.byteLength(body)));
    expect(headers["transfer-encoding"]).toBeUndefined();
  });

  it("of 20,000 rows costs little memory", async () => {
    const heldMb = () => {
      const { heapUsed, arrayBuffers } = process.memoryUsage();
      return (heapUsed + arrayBuffers) / 1_000_000;
    };
    await serve([{ status: 202, body: { id: "j1", sourceId: "s1", status: "PENDING" } }]);
    const { client: other } = clientOf(server);
    let most = 0;
    const start = heldMb();
    async function* rows(): AsyncGenerator<string, void, void> {
      yield `${HEADER}\n`;
      for (let index = 0; index < 20_000; index += 1) {
        if (index % 100 === 0) most = Math.max(most, heldMb() - start);
        yield `${row(`p${index}`)}\n`;
      }
    }
    await other.importNonEmployeeRecordsInBulk("s1", rows());
    most = Math.max(most, heldMb() - start);
    expect(server.requests[0]?.body.split("\n").length).toBeGreaterThan(20_000);
    expect(most).toBeLessThan(100);
  });
});

describe("waiting for an upload", () => {
  async function wait(
    options: Parameters<Client["waitForBulkUpload"]>[1] = {},
    signal?: AbortSignal,
  ): Promise<{ told: BulkUploadProgress[]; ended: Promise<BulkUploadProgress> }> {
    const told: BulkUploadProgress[] = [];
    const onProgress = (progress: BulkUploadProgress): void => {
      told.push(progress);
    };
    const ended = client.waitForBulkUpload(sourceId, { onProgress, ...options }, { signal });
    await ended.catch(() => {});
    return { told, ended };
  }

  it("goes on through every status until it is completed", async () => {
    Object.assign(tenant.simulator.behaviour, { bulkJobMs: 20_000, uploadStatus: "nullAtFirst" });
    await client.importNonEmployeeRecordsInBulk(sourceId, file(row("ida")));
    const { told, ended } = await wait();
    expect(await ended).toEqual({ status: "COMPLETED", waitedMs: 20_000 });
    expect(told).toEqual([
      { status: null, waitedMs: 0 },
      { status: null, waitedMs: 5_000 },
      { status: "IN_PROGRESS", waitedMs: 10_000 },
      { status: "IN_PROGRESS", waitedMs: 15_000 },
      { status: "COMPLETED", waitedMs: 20_000 },
    ]);
    expect(stored()).toHaveLength(1);
  });

  it("looks as often as it is told, and waits through a status that nobody knows", async () => {
    tenant.simulator.behaviour.bulkJobMs = 2_000;
    await client.importNonEmployeeRecordsInBulk(sourceId, file(row("ida")));
    tenant.simulator.faults.add({
      ...{ operationId: "getNonEmployeeBulkUploadStatus", status: 200 },
      body: { status: "RESTING" },
    });
    const { told } = await wait({ pollMs: 1_000 });
    expect(told.map(({ status }) => status)).toEqual(["RESTING", "IN_PROGRESS", "COMPLETED"]);
    expect(tenant.clock.sleeps.slice(-2)).toEqual([1_000, 1_000]);
  });

  it("ends with an error where the upload does", async () => {
    tenant.simulator.behaviour.uploadErrors = "inJob";
    await client.importNonEmployeeRecordsInBulk(sourceId, file(row("ida"), row("joan", "")));
    const { told, ended } = await wait();
    const error = await rejectionOf(ended);
    expect(error).toBeInstanceOf(BulkUploadError);
    expect(error).toMatchObject({
      ...{ code: "upload_failed", status: "ERROR", isTimedOut: false },
      operation: "getNonEmployeeBulkUploadStatus",
    });
    expect(String(error)).toMatch(/wait for the upload to source \w+: it ended with errors/);
    expect(told).toHaveLength(1);
  });

  it.each([
    ["PENDING", 3_600_000, "is still PENDING"],
    [null, 0, "is null, so it was submitted to the source, or there is none"],
  ])("ends when the time is over: %s", async (status, bulkJobMs, text) => {
    tenant.simulator.behaviour.bulkJobMs = bulkJobMs;
    if (status) await client.importNonEmployeeRecordsInBulk(sourceId, file(row("ida")));
    const { told, ended } = await wait({ totalTimeoutSeconds: 60, pollMs: 20_000 });
    const error = await rejectionOf(ended);
    expect(error).toMatchObject({ name: "BulkUploadError", status, isTimedOut: true });
    expect(String(error)).toContain(`not completed after 60 s, the status ${text}`);
    expect(told.map(({ waitedMs }) => waitedMs)).toEqual([0, 20_000, 40_000, 60_000]);
  });

  it("ends when it is aborted", async () => {
    tenant.simulator.behaviour.bulkJobMs = 3_600_000;
    await client.importNonEmployeeRecordsInBulk(sourceId, file(row("ida")));
    const controller = new AbortController();
    const onProgress = () => controller.abort();
    const { ended } = await wait({ onProgress }, controller.signal);
    const error = await rejectionOf(ended);
    expect(error).toBeInstanceOf(AbortedError);
    expect(isAnswerLost(error)).toBe(false);
  });

  it("reads the status anew where that fails on the way", async () => {
    await client.importNonEmployeeRecordsInBulk(sourceId, file(row("ida")));
    const operationId = "getNonEmployeeBulkUploadStatus";
    for (const kind of ["status", "dropAfter", "rateLimit", "truncated"] as const) {
      tenant.simulator.faults.add({ ...FAULT_KINDS[kind], operationId });
    }
    const { ended } = await wait();
    expect(await ended).toMatchObject({ status: "COMPLETED" });
  });
});
