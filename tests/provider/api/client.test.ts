import {
  ArgumentError,
  type ClientOptions,
  createClient,
  jsonPointer,
  type NonEmployeeSource,
} from "../../../provider/api";
import { type JudgedSimulator, startSimulator } from "../../simulator-under-judge";
import { rejectionOf } from "./scripted-server";

const options: ClientOptions = {
  baseUrl: "https://acme.api.identitynow.com/",
  clientId: "id",
  clientSecret: "top-secret",
};

describe("createClient", () => {
  it("brings the base URL into its one form and calls nobody", () => {
    const client = createClient(options);

    expect(client.baseUrl).toBe("https://acme.api.identitynow.com");
    expect(client.serverTime()).toBeUndefined();
  });

  it.each([
    [{ baseUrl: "https://acme.identitynow.com" }, "https://acme.api.identitynow.com"],
    [{ clientId: "" }, "clientId"],
    [{ clientSecret: "" }, "clientSecret"],
    [{ maxRequestsPer10Seconds: 0 }, "maxRequestsPer10Seconds"],
    [{ maxRequestsPer10Seconds: 1.5 }, "maxRequestsPer10Seconds"],
    [{ requestTimeoutSeconds: 0 }, "requestTimeoutSeconds"],
    [{ requestTimeoutSeconds: 1e9 }, "requestTimeoutSeconds"],
    [{ requestTimeoutSeconds: Number.NaN }, "requestTimeoutSeconds"],
  ])("refuses %j", (wrong, named) => {
    expect(() => createClient({ ...options, ...wrong })).toThrow(ArgumentError);
    expect(() => createClient({ ...options, ...wrong })).toThrow(named);
  });

  it("refuses an unknown version and names those that it knows", () => {
    // @ts-expect-error no such version
    expect(() => createClient({ ...options, apiVersion: "v2" })).toThrow(/apiVersion: .*"v2026"/);
  });
});

describe("ids", () => {
  it.each(["", ".", ".."])("like %j never reach another object", async (id) => {
    const client = createClient(options);

    const error = await rejectionOf(client.getNonEmployeeSource(id));
    expect(error).toBeInstanceOf(ArgumentError);
    expect(error).toMatchObject({ operation: "getNonEmployeeSource" });
    expect(String(error)).toContain(`read source ${id}: sourceId: "${id}" is no id`);
    expect(await rejectionOf(client.deleteNonEmployeeSchemaAttribute("s1", id))).toBeInstanceOf(
      ArgumentError,
    );
  });
});

describe("jsonPointer", () => {
  it("escapes segments", () => {
    expect(jsonPointer("data", "a/b~c")).toBe("/data/a~1b~0c");
  });
});

describe.each(["v1", "v2026", "v2025", "v2024", "v3", "beta"] as const)(
  "the client with %s",
  (apiVersion) => {
    let simulator: JudgedSimulator;

    beforeEach(async () => {
      simulator = await startSimulator();
    });

    afterEach(() => simulator.stop());

    function connect() {
      const { url, clientId, clientSecret } = simulator;
      return createClient({ baseUrl: url, clientId, clientSecret, apiVersion });
    }

    async function create(): Promise<NonEmployeeSource> {
      const [owner] = simulator.store.identities();
      return connect().createNonEmployeeSource({
        name: "Contractors",
        description: "External staff",
        owner: { id: owner?.id ?? "" },
      });
    }

    it("creates, reads, changes, lists and deletes a source", async () => {
      const client = connect();
      const people = simulator.store
        .identities()
        .slice(0, 2)
        .map(({ id }) => id);
      const { sourceId } = await create();

      await client.patchNonEmployeeSource(sourceId, [
        { op: "replace", path: "/name", value: "Plant staff" },
        { op: "replace", path: "/approvers", value: people },
      ]);
      const read = await client.getNonEmployeeSource(sourceId);
      expect(read).toMatchObject({ name: "Plant staff", accountManagers: [] });
      expect(read.approvers.map(({ id }) => id)).toEqual(people);
      const listed = await client.listNonEmployeeSources({ nonEmployeeCount: true });
      expect(listed.find((source) => source.sourceId === sourceId)?.nonEmployeeCount).toBe(0);

      await client.deleteNonEmployeeSource(sourceId);
      const left = await client.listNonEmployeeSources();
      expect(left.map((source) => source.sourceId)).not.toContain(sourceId);
    });

    it("creates, reads, changes, lists and deletes a schema attribute", async () => {
      const client = connect();
      const { sourceId } = await create();
      const { id } = await client.createNonEmployeeSourceSchemaAttributes(sourceId, {
        type: "TEXT",
        technicalName: "costCenter",
        label: "Cost center",
      });

      await client.patchNonEmployeeSchemaAttribute(sourceId, id, [
        { op: "replace", path: "/required", value: true },
      ]);
      await expect(client.getNonEmployeeSchemaAttribute(sourceId, id)).resolves.toMatchObject({
        technicalName: "costCenter",
        required: true,
        system: false,
      });
      await client.deleteNonEmployeeSchemaAttribute(sourceId, id);
      const left = await client.getNonEmployeeSourceSchemaAttributes(sourceId);
      expect(left.every((attribute) => attribute.system)).toBe(true);
    });

    it("reads and changes the owner through the generic sources", async () => {
      const client = connect();
      const { sourceId } = await create();
      const [, other] = simulator.store.identities();
      const value = { type: "IDENTITY", id: other?.id ?? "" };

      await client.updateSource(sourceId, [{ op: "replace", path: "/owner", value }]);
      await expect(client.getSource(sourceId)).resolves.toMatchObject({ owner: { id: value.id } });
      const [listed] = await client.listSources({ filters: `id in ("${sourceId}")` });
      expect(listed?.owner?.id).toBe(value.id);
    });
  },
);
