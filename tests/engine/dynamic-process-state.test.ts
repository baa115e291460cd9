/** States that earlier commits wrote, in the hands of the present handlers, in Pulumi's own dynamic-provider process. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { DEFAULT_IDENTITIES } from "../../simulator";
import { type JudgedSimulator, startSimulator } from "../simulator-under-judge";
import { type Bag, type DynamicProcess, startDynamicProcess } from "./dynamic-process";
import { projectRoot } from "./shared";

const folder = join(projectRoot, "tests", "fixtures", "state");
const { ada, grace, alan } = DEFAULT_IDENTITIES;

/** Stands for the tenant's URL in the files. */
const urlInFiles = "http://127.0.0.1:1";

const bagSchema = z.record(z.string(), z.json());
const stateSchema = z.object({
  resources: z.array(
    z.object({ name: z.string(), id: z.string(), inputs: bagSchema, outputs: bagSchema }),
  ),
  // The simulator checks seeds by itself.
  tenant: z.looseObject({ sources: z.array(z.custom<never>()) }),
});

function stateOf(file: string, url = urlInFiles): z.infer<typeof stateSchema> {
  const text = readFileSync(join(folder, file), "utf8").replaceAll(urlInFiles, url);
  return stateSchema.parse(JSON.parse(text));
}

const files = readdirSync(folder).filter((name) => name.endsWith(".json"));

it("there are states of several commits", () => {
  expect(files.length).toBeGreaterThan(1);
});

describe.each(files)("the state in %s", (file) => {
  let simulator: JudgedSimulator;
  let running: DynamicProcess;
  let resources: z.infer<typeof stateSchema>["resources"];

  beforeEach(async () => {
    simulator = await startSimulator({ seed: stateOf(file).tenant });
    resources = stateOf(file, simulator.url).resources;
    running = await startDynamicProcess({
      SAIL_BASE_URL: simulator.url,
      SAIL_CLIENT_ID: simulator.clientId,
      SAIL_CLIENT_SECRET: simulator.clientSecret,
    });
  });
  afterEach(async () => {
    await running.stop();
    await simulator.stop();
  });

  function resource(name: string): { id: string; inputs: Bag; outputs: Bag } {
    const found = resources.find((one) => one.name === name);
    if (!found) throw new Error(`${file} has no ${name}`);
    return found;
  }
  const writes = () => simulator.requests.filter(({ method }) => /PATCH|PUT|DELETE/.test(method));

  it("is what check, diff and read find, without a write", async () => {
    expect(resources.map(({ name }) => name).sort()).toEqual([
      "badge",
      "contractors",
      "costCenter",
      "visitors",
    ]);
    for (const { id, inputs, outputs } of resources) {
      expect(await running.check(inputs, inputs)).toEqual({ inputs, failures: [] });
      expect(await running.diff(id, outputs, inputs)).toMatchObject({ changes: "none" });
    }
    await running.restart();
    for (const { id, inputs, outputs } of resources) {
      expect(await running.read(id, outputs)).toEqual({ id, properties: outputs, inputs });
      // As in a refresh: what was read is the old state, the old inputs are the new ones.
      expect(await running.diff(id, outputs, inputs)).toMatchObject({ changes: "none" });
    }
    expect(writes()).toEqual([]);
    expect(running.messages()).toEqual([]);
  });

  it("takes the same people by other words, as a change of the state alone", async () => {
    const { id, inputs, outputs } = resource("contractors");
    const news = {
      ...inputs,
      owner: { email: ada.email ?? "" },
      approvers: [{ alias: grace.alias }, { id: alan.id }],
    };
    const checked = await running.check(inputs, news);
    expect(checked.failures).toEqual([]);
    expect(await running.diff(id, outputs, checked.inputs)).toMatchObject({ changes: "some" });
    const updated = await running.update(id, outputs, checked.inputs);
    expect(updated).toMatchObject({ owner: { email: ada.email, id: ada.id }, ownerId: ada.id });
    expect(writes()).toEqual([]);
    await running.restart();
    const { inputs: found } = await running.read(id, updated);
    expect(found).toEqual(checked.inputs);
  });

  it("shows drift of a bare id, and its repair", async () => {
    const { id, inputs, outputs } = resource("contractors");
    simulator.store.editSource(id, { owner: grace.id, approvers: [alan.id] });
    const found = await running.read(id, outputs);
    expect(found.inputs).toMatchObject({ owner: { id: grace.id }, approvers: [{ id: alan.id }] });
    const checked = await running.check(found.inputs, inputs);
    expect(checked).toEqual({ inputs, failures: [] });
    expect(await running.diff(id, found.properties, inputs)).toMatchObject({ changes: "some" });
    expect(await running.update(id, found.properties, inputs)).toEqual(outputs);
    expect(simulator.store.source(id)).toMatchObject({
      owner: ada.id,
      approvers: [grace.id, alan.id],
    });
  });

  it("is changed and deleted", async () => {
    const source = resource("contractors");
    const attribute = resource("costCenter");
    const renamed = { ...source.inputs, name: "Temps" };
    expect((await running.check(source.inputs, renamed)).failures).toEqual([]);
    const outputs = await running.update(source.id, source.outputs, renamed);
    expect(outputs).toEqual({ ...source.outputs, name: "Temps" });
    const label = { ...attribute.inputs, label: "Unit" };
    expect(await running.update(attribute.id, attribute.outputs, label)).toEqual({
      ...attribute.outputs,
      label: "Unit",
    });
    expect(simulator.store.source(source.id)?.name).toBe("Temps");
    expect(
      simulator.store
        .customAttributesOf(source.id)
        .map((one) => one.label)
        .sort(),
    ).toEqual(["Badge", "Unit"]);
    await running.restart();
    for (const name of ["costCenter", "badge", "contractors", "visitors"]) {
      const { id, outputs: state } = resource(name);
      await running.delete(id, state);
    }
    expect(simulator.store.sources()).toEqual([]);
  });

  it("is refused by another tenant, before a request", async () => {
    const elsewhere = stateOf(file).resources;
    for (const { id, inputs, outputs } of elsewhere) {
      const refused = /belongs to the tenant http:\/\/127\.0\.0\.1:1,.*nothing was read or changed/;
      await expect(running.diff(id, outputs, inputs)).rejects.toThrow(refused);
      await expect(running.read(id, outputs)).rejects.toThrow(refused);
      await expect(running.update(id, outputs, inputs)).rejects.toThrow(refused);
      await expect(running.delete(id, outputs)).rejects.toThrow(refused);
    }
    expect(simulator.requests).toEqual([]);
  });
});
