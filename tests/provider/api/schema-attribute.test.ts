import { HttpError, isAnswerLost, type JsonPatchOperation } from "../../../provider/api";
import {
  clientOf,
  errorBody,
  rejectionOf,
  type Script,
  useScriptedServer,
} from "./scripted-server";

const { server, serve } = useScriptedServer();

const attribute = { id: "a1", technicalName: "costCenter", label: "Cost center", type: "TEXT" };
const badRequest = { status: 400, body: errorBody("400.1 Bad Request Content", "first") };
const set: JsonPatchOperation = { op: "replace", path: "/helpText", value: "Four digits" };
const clear: JsonPatchOperation = { op: "replace", path: "/placeholder", value: "" };
const label: JsonPatchOperation = { op: "replace", path: "/label", value: "Centre" };

function sent(): unknown[] {
  return server.requests.map((request) => JSON.parse(request.body));
}

function patch(client: ReturnType<typeof clientOf>["client"], ...operations: JsonPatchOperation[]) {
  return client.patchNonEmployeeSchemaAttribute("s1", "a1", operations);
}

/** Refuses what contains one of the texts. */
function refuses(...texts: string[]): Script {
  return ({ body }) =>
    texts.some((text) => body.includes(text)) ? badRequest : { body: attribute };
}

const forms = {
  empty: { op: "replace", path: "/placeholder", value: "" },
  remove: { op: "remove", path: "/placeholder" },
  null: { op: "replace", path: "/placeholder", value: null },
};

describe("patchNonEmployeeSchemaAttribute", () => {
  it.each([
    ["an empty text", [], [forms.empty]],
    ["remove", ['"value":""'], [forms.empty, forms.remove]],
    ["null", ['"value":""', '"op":"remove"'], [forms.empty, forms.remove, forms.null]],
  ])(
    "clears a text by %s where the tenant takes that, at once from then on",
    async (_what, refused, tried) => {
      await serve(refuses(...refused));
      const { client } = clientOf(server);
      await patch(client, label, clear);
      await patch(client, clear);

      const taken = tried.at(-1);
      expect(sent()).toEqual([...tried.map((form) => [label, form]), [taken]]);
    },
  );

  it("takes remove for clearing as well, and sends it in the tenant's form", async () => {
    await serve(refuses('"op":"remove"'));
    await patch(clientOf(server).client, { op: "remove", path: "/placeholder" });

    expect(sent()).toEqual([[forms.empty]]);
  });

  it("sets a text with add where the tenant wants that of a text that was not set", async () => {
    await serve(refuses('"op":"replace","path":"/helpText"'));
    const { client } = clientOf(server);
    await patch(client, label, set);
    await patch(client, set);

    const added = { ...set, op: "add" };
    expect(sent()).toEqual([[label, set], [label, added], [added]]);
  });

  it("learns nothing of unset texts from one that was set, nor of clearing from one that was clear", async () => {
    let refused: string[] = [];
    await serve((request, index) => refuses(...refused)(request, index));
    const { client } = clientOf(server);
    await patch(client, set);
    await patch(client, clear);
    refused = ['"op":"replace","path":"/helpText"', '"value":""'];
    await patch(client, set);
    await patch(client, clear);

    expect(sent()).toEqual([
      [set],
      [forms.empty],
      [set],
      [{ ...set, op: "add" }],
      [forms.empty],
      [forms.remove],
    ]);
  });

  it("finds the forms of setting and clearing together", async () => {
    await serve(refuses('"op":"replace","path":"/helpText"', '"value":""'));
    const { client } = clientOf(server);
    await patch(client, set, clear);
    expect(sent().at(-1)).toEqual([{ ...set, op: "add" }, forms.remove]);
    const count = server.requests.length;

    await patch(client, set);
    await patch(client, clear);
    expect(sent().slice(count)).toEqual([[{ ...set, op: "add" }], [forms.remove]]);
  });

  it("tries another form where the tenant says yes and leaves the text", async () => {
    await serve(({ body }) => ({
      body: { ...attribute, placeholder: body.includes("remove") ? null : "0000" },
    }));
    const { client } = clientOf(server);

    await expect(patch(client, clear)).resolves.toMatchObject({ placeholder: null });
    expect(sent()).toEqual([[forms.empty], [forms.remove]]);
  });

  it("returns what was reached where no form clears the text", async () => {
    await serve(({ body }) =>
      body.includes('""') ? { body: { ...attribute, placeholder: "0000" } } : badRequest,
    );
    const reached = await patch(clientOf(server).client, clear);

    expect(reached.placeholder).toBe("0000");
    expect(sent()).toHaveLength(3);
  });

  it("throws the first error when every form is refused", async () => {
    await serve((_request, index) =>
      index === 0 ? badRequest : { status: 400, body: errorBody("400.1.3 Illegal value", "other") },
    );
    const error = await rejectionOf(patch(clientOf(server).client, set, clear));

    expect(String(error)).toContain("first");
    expect(sent()).toHaveLength(6);
  });

  it("tries nothing after an answer that leaves open whether it took effect", async () => {
    await serve([badRequest, { status: 503 }]);
    const error = await rejectionOf(patch(clientOf(server).client, clear));

    expect(isAnswerLost(error)).toBe(true);
    expect(sent()).toHaveLength(2);
  });

  it.each([
    [404, "404 Not found"],
    [400, "400.1.404 Referenced object not found"],
    [403, "403 Forbidden"],
  ])("tries no other form after %i %s", async (status, code) => {
    await serve(({ method }) =>
      method === "PATCH" ? { status, body: errorBody(code, "x") } : { body: [] },
    );
    const error = await rejectionOf(patch(clientOf(server).client, clear));

    expect(error).toBeInstanceOf(HttpError);
    expect(server.requests.filter(({ method }) => method === "PATCH")).toHaveLength(1);
  });

  it("sends a patch of other properties as it is", async () => {
    await serve([badRequest]);
    const required: JsonPatchOperation = { op: "replace", path: "/required", value: true };
    await rejectionOf(patch(clientOf(server).client, label, required));

    expect(sent()).toEqual([[label, required]]);
  });
});
