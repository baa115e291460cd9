import {
  ArgumentError,
  HttpError,
  isAnswerLost,
  isConflict,
  type JsonPatchOperation,
} from "../../../provider/api";
import {
  clientOf,
  errorBody,
  rejectionOf,
  type Script,
  sourceBody,
  useScriptedServer,
} from "./scripted-server";

const { server, serve } = useScriptedServer();

const badRequest = { status: 400, body: errorBody("400.1 Bad Request Content", "first") };
const patch: JsonPatchOperation[] = [
  { op: "replace", path: "/name", value: "New" },
  { op: "replace", path: "/approvers", value: ["p1", "p2"] },
  { op: "replace", path: "/accountManagers", value: ["p3"] },
];
const asObjects = [
  patch[0],
  { op: "replace", path: "/approvers", value: [{ id: "p1" }, { id: "p2" }] },
  { op: "replace", path: "/accountManagers", value: [{ id: "p3" }] },
];

function sent(): unknown[] {
  return server.requests
    .filter(({ method }) => method !== "GET")
    .map((request) => JSON.parse(request.body));
}

/** Takes lists of people in one form only. */
function takes(form: "strings" | "objects"): Script {
  return (request) => {
    const isStrings = request.body.includes('["p');
    const isObjects = request.body.includes('[{"id":"p');
    const isRefused = form === "strings" ? isObjects : isStrings;
    return isRefused ? badRequest : { body: sourceBody() };
  };
}

describe("patchNonEmployeeSource", () => {
  it("sends people as strings where the tenant takes them", async () => {
    await serve(takes("strings"));
    await clientOf(server).client.patchNonEmployeeSource("s1", patch);

    expect(sent()).toEqual([patch]);
  });

  it("sends them as objects once after a 400, and at once from then on", async () => {
    await serve(takes("objects"));
    const { client } = clientOf(server);
    await client.patchNonEmployeeSource("s1", patch);
    await client.patchNonEmployeeSource("s2", patch);

    expect(sent()).toEqual([patch, asObjects, asObjects]);
  });

  it("throws the first error when both forms are refused, and has learned nothing", async () => {
    await serve((_request, index) =>
      index % 2 === 0
        ? badRequest
        : { status: 400, body: errorBody("400.1.3 Illegal value", "second") },
    );
    const { client } = clientOf(server);

    expect(String(await rejectionOf(client.patchNonEmployeeSource("s1", patch)))).toContain(
      "first",
    );
    await rejectionOf(client.patchNonEmployeeSource("s1", patch));
    expect(sent()).toEqual([patch, asObjects, patch, asObjects]);
  });

  it("throws the second error when the effect of the second form is unknown", async () => {
    await serve([badRequest, { status: 502 }]);
    const error = await rejectionOf(clientOf(server).client.patchNonEmployeeSource("s1", patch));

    expect(error).toMatchObject({ status: 502 });
    expect(isAnswerLost(error)).toBe(true);
  });

  it("tries no other form once one has worked", async () => {
    await serve((_request, index) => (index === 0 ? { body: sourceBody() } : badRequest));
    const { client } = clientOf(server);
    await client.patchNonEmployeeSource("s1", patch);
    await rejectionOf(client.patchNonEmployeeSource("s1", patch));

    expect(sent()).toEqual([patch, patch]);
  });

  it.each([
    ["the source is gone", 404, "404 Not found"],
    ["the source is gone", 400, "400.1.404 Referenced object not found"],
    ["the name is taken", 400, "400.1.409 Reference conflict"],
    ["a limit is reached", 400, "400.1.4 Limit violation"],
    ["access is refused", 403, "403 Forbidden"],
    ["the server fails", 500, "500.0 Internal Fault"],
  ])("tries no other form when %s (%i %s)", async (_what, status, code) => {
    await serve([{ status, body: errorBody(code, "text") }]);
    const error = await rejectionOf(clientOf(server).client.patchNonEmployeeSource("s1", patch));

    expect(error).toBeInstanceOf(HttpError);
    expect(sent()).toEqual([patch]);
  });

  it.each([
    ["no list of people", [{ op: "replace", path: "/name", value: "p1" }]],
    ["an empty list", [{ op: "replace", path: "/approvers", value: [] }]],
    ["a removal", [{ op: "remove", path: "/approvers" }]],
  ] satisfies [string, JsonPatchOperation[]][])(
    "with %s teaches nothing",
    async (_what, operations) => {
      await serve((_request, index) => (index === 0 ? { body: sourceBody() } : badRequest));
      const { client } = clientOf(server);
      await client.patchNonEmployeeSource("s1", operations);
      await rejectionOf(client.patchNonEmployeeSource("s1", operations));
      expect(server.requests).toHaveLength(2);

      await rejectionOf(client.patchNonEmployeeSource("s1", patch));
      expect(sent().slice(2)).toEqual([patch, asObjects]);
    },
  );

  it("leaves objects and other properties as they are", async () => {
    await serve(takes("objects"));
    const mixed: JsonPatchOperation[] = [
      { op: "replace", path: "/approvers", value: ["p1", { id: "p2" }] },
      { op: "test", path: "/other", value: ["p1"] },
      { op: "remove", path: "/accountManagers" },
    ];
    await rejectionOf(clientOf(server).client.patchNonEmployeeSource("s1", mixed));

    expect(sent()[1]).toEqual([
      { op: "replace", path: "/approvers", value: [{ id: "p1" }, { id: "p2" }] },
      { op: "test", path: "/other", value: ["p1"] },
      { op: "remove", path: "/accountManagers" },
    ]);
  });

  it("refuses an empty patch", async () => {
    await serve([]);
    const error = await rejectionOf(clientOf(server).client.patchNonEmployeeSource("s1", []));

    expect(error).toBeInstanceOf(ArgumentError);
    expect(server.requests).toHaveLength(0);
  });
});

describe("a source in an answer", () => {
  it("has lists where the API sends null or nothing, and keeps unknown keys", async () => {
    const { accountManagers: _none, ...rest } = sourceBody();
    await serve([{ body: { ...rest, approvers: null, description: null, extra: { a: 1 } } }]);

    await expect(clientOf(server).client.getNonEmployeeSource("s1")).resolves.toMatchObject({
      approvers: [],
      accountManagers: [],
      description: null,
      extra: { a: 1 },
    });
  });
});

describe("createNonEmployeeSource", () => {
  it("names every wrong field before anything is sent", async () => {
    await serve([]);
    const { client } = clientOf(server);
    const wrong = {
      name: "",
      description: "d",
      owner: { id: "o1", name: "Ada" },
      approvers: [{ id: "1" }, { id: "2" }, { id: "3" }, { id: "4" }],
    };
    const error = await rejectionOf(client.createNonEmployeeSource(wrong));

    expect(error).toBeInstanceOf(ArgumentError);
    expect(error).toMatchObject({ code: "invalid_argument", operation: "createNonEmployeeSource" });
    expect(String(error)).toMatch(
      /^ArgumentError: create source "": name: .*; owner: .*"name".*; approvers: /,
    );
    expect(server.requests).toHaveLength(0);
    expect(server.tokenRequests).toHaveLength(0);
  });

  it("tells a conflict", async () => {
    await serve([{ status: 400, body: errorBody("400.1.409 Reference conflict", "taken") }]);
    const body = { name: "x", description: "d", owner: { id: "2c91808570313110017040b06f344ec9" } };

    expect(
      isConflict(await rejectionOf(clientOf(server).client.createNonEmployeeSource(body))),
    ).toBe(true);
  });
});
