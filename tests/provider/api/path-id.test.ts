import { type Client, isNotFound } from "../../../provider/api";
import {
  clientOf,
  errorBody,
  type Reply,
  rejectionOf,
  sourceBody,
  useScriptedServer,
} from "./scripted-server";

const { server, serve } = useScriptedServer();

const source = sourceBody(7);
const sourceId = String(source.sourceId);
const id = String(source.id);
const notFound = { status: 404, body: errorBody("404 Not found", "None.") };
const list = { body: [source] };

interface Tenant {
  /** Ids that the paths of sources and attributes take. */
  paths: string;
  /** Ids that the downloads take. @default those of the paths */
  downloads?: string;
  /** Answer to the list. @default the source */
  list?: Reply;
  /** Answer to what is found. */
  found?: Reply;
}

/** Answers `404` to other ids; what it takes may be changed on the way. */
async function tenant(settings: Tenant): Promise<Client> {
  await serve(({ path, method }) => {
    const { paths, downloads = paths, list: listed = list, found = { body: source } } = settings;
    if (path === "/non-employee-sources/v1") return method === "POST" ? { body: source } : listed;
    const isDownload = path.endsWith("/download");
    const isTaken = path.split("/")[3] === (isDownload ? downloads : paths);
    const file = { body: "a\n1\n", headers: { "content-type": "text/csv" } };
    return isTaken ? (isDownload ? file : found) : notFound;
  });
  return clientOf(server).client;
}

/** Ids in the paths that were asked for, in order; `list` for the list. */
function asked(): string[] {
  return server.requests.map(({ path }) => path.split("/")[3] ?? "list");
}

const attribute = { id: "a1", technicalName: "costCenter", label: "Cost center", type: "TEXT" };
const calls: [string, (client: Client) => Promise<unknown>, Reply][] = [
  ["reading a source", (client) => client.getNonEmployeeSource(sourceId), { body: source }],
  [
    "changing a source",
    (client) =>
      client.patchNonEmployeeSource(sourceId, [{ op: "replace", path: "/name", value: "New" }]),
    { body: source },
  ],
  ["deleting a source", (client) => client.deleteNonEmployeeSource(sourceId), { status: 204 }],
  [
    "listing attributes",
    (client) => client.getNonEmployeeSourceSchemaAttributes(sourceId),
    { body: [] },
  ],
  [
    "creating an attribute",
    (client) =>
      client.createNonEmployeeSourceSchemaAttributes(sourceId, {
        technicalName: "costCenter",
        label: "Cost center",
        type: "TEXT",
      }),
    { body: attribute },
  ],
  [
    "reading an attribute",
    (client) => client.getNonEmployeeSchemaAttribute(sourceId, "a1"),
    { body: attribute },
  ],
  [
    "deleting an attribute",
    (client) => client.deleteNonEmployeeSchemaAttribute(sourceId, "a1"),
    { status: 204 },
  ],
  [
    "a download",
    (client) => client.exportNonEmployeeSourceSchemaTemplate(sourceId).columns(),
    { body: source },
  ],
];

describe.each(calls)("the path of %s", (_what, call, found) => {
  it("has the sourceId, and nothing else is asked where the tenant takes that", async () => {
    const client = await tenant({ paths: sourceId, found });
    await call(client);

    expect(asked()).toEqual([sourceId]);
  });

  it("gets the UUID where only that is found, after a look at the list, and at once from then on", async () => {
    const client = await tenant({ paths: id, found });
    await call(client);
    expect(asked()).toEqual([sourceId, "list", id]);

    await call(client);
    expect(asked()).toEqual([sourceId, "list", id, id]);
  });

  it("is not tried with another id where the list does not show the source", async () => {
    const client = await tenant({ paths: "none", list: { body: [] } });

    expect(isNotFound(await rejectionOf(call(client)))).toBe(true);
    expect(asked()).toEqual([sourceId, "list"]);
    // The list is as old as its answer: somebody may have made the source since.
    await rejectionOf(call(client));
    expect(asked()).toEqual([sourceId, "list", sourceId, "list"]);
  });

  it("is not tried with another id once the sourceId has worked", async () => {
    const settings = { paths: sourceId, found };
    const client = await tenant(settings);
    await call(client);
    settings.paths = id;

    expect(isNotFound(await rejectionOf(call(client)))).toBe(true);
    expect(asked()).toEqual([sourceId, sourceId]);
  });
});

describe("an object that neither id finds", () => {
  it("is told with what the first id was answered, and nothing is learned", async () => {
    const client = await tenant({ paths: "none" });
    const error = await rejectionOf(client.getNonEmployeeSchemaAttribute(sourceId, "a1"));

    expect(isNotFound(error)).toBe(true);
    expect(error).toMatchObject({
      path: `/non-employee-sources/v1/${sourceId}/schema-attributes/a1`,
    });
    await rejectionOf(client.getNonEmployeeSchemaAttribute(sourceId, "a1"));
    expect(asked()).toEqual([sourceId, "list", id, sourceId, id]);
  });

  it.each<[string, Reply]>([
    ["is lost", { instead: "drop" }],
    ["is refused", { status: 403, body: errorBody("403 Forbidden", "No.") }],
    ["is refused for a long time", { status: 429, headers: { "retry-after": "300" } }],
    ["redirects", { status: 302 }],
    ["is short", { body: [], headers: { "x-total-count": "1" } }],
  ])("is taken for gone by nobody whose list %s", async (_what, answer) => {
    const client = await tenant({ paths: id, list: answer });

    expect(isNotFound(await rejectionOf(client.deleteNonEmployeeSource(sourceId)))).toBe(false);
  });

  it("but was made after a list is found by its other id", async () => {
    const settings: Tenant = { paths: id, list: { body: [] } };
    const client = await tenant(settings);
    await client.listNonEmployeeSources();
    settings.list = list;
    settings.found = { status: 204 };
    await client.deleteNonEmployeeSource(sourceId);

    expect(asked()).toEqual(["list", sourceId, "list", id]);
  });
});

describe("a DELETE", () => {
  it("whose repetition finds nothing has succeeded only if the source is not there under its other id", async () => {
    let isFirst = true;
    await serve(({ path, method }) => {
      if (path === "/non-employee-sources/v1") return list;
      if (method === "DELETE" && isFirst) {
        isFirst = false;
        return { status: 503 };
      }
      return path.endsWith(id) ? { status: 204 } : notFound;
    });
    await clientOf(server).client.deleteNonEmployeeSource(sourceId);

    expect(asked()).toEqual([sourceId, sourceId, "list", id]);
  });
});

describe("what a client has learned", () => {
  it("of sources does not hold for the downloads", async () => {
    const client = await tenant({ paths: sourceId, downloads: id });
    await client.getNonEmployeeSource(sourceId);
    const rows = client.exportNonEmployeeRecords(sourceId);
    expect(await rows.columns()).toEqual(["a"]);
    await rows.columns();

    // The answer to the read has shown the id already.
    expect(asked()).toEqual([sourceId, sourceId, id, id]);
  });

  it.each<[string, (client: Client) => Promise<unknown>]>([
    ["a list", (client) => client.listNonEmployeeSources()],
    [
      "a creation",
      (client) =>
        client.createNonEmployeeSource({
          name: "x",
          description: "y",
          owner: { id: "2c91808570313110017040b06f344ec9" },
        }),
    ],
  ])("from %s saves the look at the list", async (_what, first) => {
    const client = await tenant({ paths: id });
    await first(client);
    await client.getNonEmployeeSource(sourceId);

    expect(asked()).toEqual(["list", sourceId, id]);
  });
});
