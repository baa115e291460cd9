/** Sources that hold people's records are not destroyed by accident, and on purpose not without a backup. */
import { existsSync, readdirSync, readFileSync, realpathSync } from "node:fs";
import { join } from "node:path";
import { parse } from "csv-parse/sync";
import { DEFAULT_IDENTITIES } from "../../simulator";
import {
  changesOf,
  declareAttribute,
  declareSource,
  messagesOf,
  path,
  type Recording,
  record,
  storedNames,
  useScenario,
} from "./scenario";
import type { PulumiRun, RunOptions } from "./stack";

const { ada } = DEFAULT_IDENTITIES;

const contractors = { name: "Contractors", description: "External staff", owner: { id: ada.id } };
const costCenter = { technicalName: "costCenter", label: "Cost center" };
const badge = { technicalName: "badge", label: "Badge" };

const program = (source: object = {}, attribute: object = {}) =>
  declareSource("contractors", { ...contractors, ...source }) +
  declareAttribute("costCenter", "contractors", { ...costCenter, ...attribute }) +
  declareAttribute("badge", "contractors", badge);

describe("a source with records", () => {
  const scenario = useScenario();
  const store = () => scenario.simulator.store;
  const sourceId = () => store().sourceByName("Contractors")?.sourceId ?? "";
  let before: unknown;

  const content = () => ({
    source: store().source(sourceId()),
    attributes: store().attributesOf(sourceId()),
    records: store().recordsOf(sourceId()),
  });

  /** The run fails, says all of it, and has written nothing. */
  async function expectRefusal(
    work: () => Promise<PulumiRun>,
    ...texts: string[]
  ): Promise<Recording<PulumiRun>> {
    const recording = await record(scenario, work);
    expect(recording.run.code).not.toBe(0);
    for (const text of texts) expect(messagesOf(recording.run)).toContain(text);
    expect(recording.run.output).not.toContain("    at ");
    expect(recording.writes).toEqual([]);
    expect(content()).toEqual(before);
    return recording;
  }
  const destroy = (options: RunOptions = {}) => scenario.stack.destroy(options);
  const withoutBackup = { environment: { SAIL_BACKUP_DIR: "none" } };
  const withBackup = { environment: { SAIL_BACKUP_DIR: "kept/records" } };

  /** Beside the program; messages have the path without symbolic links. */
  const folder = () => join(realpathSync(scenario.stack.folder), "kept", "records");
  const backups = () =>
    existsSync(folder()) ? readdirSync(folder()).map((name) => join(folder(), name)) : [];

  beforeAll(async () => {
    scenario.stack.program(program());
    await scenario.stack.expectUp();
    store().addRecord(sourceId(), {
      accountName: "zoë.b",
      data: { costCenter: '4711, or "none"' },
    });
    store().addRecord(sourceId(), { accountName: "adam.a" });
    before = content();
  });

  it("refuses to be destroyed, and says how many records it has and how to do it on purpose", async () => {
    await expectRefusal(
      destroy,
      `source "Contractors" (${sourceId()}) has 2 records`,
      "forceDestroy: true",
      "SAIL_BACKUP_DIR",
    );
  });

  it("is taken up again by the next up, with its attributes and without a write", async () => {
    const { writes } = await record(scenario, () => scenario.stack.expectUp());
    expect(writes).toEqual([]);
    expect(content()).toEqual(before);
    expect(storedNames(scenario.stack)).toEqual(["badge", "contractors", "costCenter"]);
    await scenario.stack.expectNoDrift();
  });

  it("keeps an attribute that was removed from the program", async () => {
    scenario.stack.program(
      declareSource("contractors", contractors) + declareAttribute("badge", "contractors", badge),
    );
    await expectRefusal(() => scenario.stack.up(), 'attribute "costCenter"', "has 2 records");
    expect(storedNames(scenario.stack)).toContain("costCenter");
  });

  it("keeps an attribute whose technicalName changes, refused at preview already", async () => {
    scenario.stack.program(program({}, { technicalName: "costObject" }));
    await expectRefusal(() => scenario.stack.preview(), 'attribute "costCenter"', "has 2 records");
  });

  it("gives up an attribute on purpose, once forceDestroy and backupDir say so", async () => {
    const free = declareAttribute("free", "contractors", {
      technicalName: "free",
      label: "Free",
      forceDestroy: true,
    });
    scenario.stack.program(program() + free);
    await scenario.stack.expectUp();
    scenario.stack.program(program());
    const { run, writes } = await record(scenario, () => scenario.stack.expectUp(withoutBackup));
    expect(writes).toEqual([`DELETE ${path.attribute}`]);
    expect(messagesOf(run)).toContain("is destroyed with 2 records, without a backup");
    expect(store().recordsOf(sourceId())).toHaveLength(2);
    before = content();
  });

  it("is not destroyed by a forceDestroy that no up has brought into the state", async () => {
    scenario.stack.program(program({ forceDestroy: true }));
    await expectRefusal(() => destroy(withoutBackup), "forceDestroy: true", "pulumi up");
  });

  it("is not destroyed by forceDestroy alone, without a word on the backup", async () => {
    const { run, writes } = await record(scenario, () => scenario.stack.expectUp());
    expect(changesOf(run)).toContain("update contractors");
    expect(writes).toEqual([]);
    await expectRefusal(
      destroy,
      "set SAIL_BACKUP_DIR in the environment to a folder, where the records are written before, or to none",
    );
  });

  it("is not destroyed while its records cannot be written to a folder", async () => {
    const { faults } = scenario.simulator;
    faults.add({ operationId: "listNonEmployeeRecords", status: 403, times: "always" });
    await expectRefusal(
      () => destroy(withBackup),
      "has 2 records, which would be lost: refused, for no complete backup could be written to",
      folder(),
      "Nothing was deleted in the tenant",
    );
    faults.clear();
    expect(backups()).toEqual([]);
  });

  it("is destroyed once its records are in a folder beside the program", async () => {
    const { run, calls } = await record(scenario, () => scenario.stack.expectDestroy(withBackup));
    const looks = [path.sources, path.attributes, "/non-employee-records", path.sources];
    expect(calls).toEqual([...looks.map((look) => `GET ${look}`), `DELETE ${path.source}`]);
    expect(store().sources()).toEqual([]);
    expect(store().records()).toEqual([]);
    const [file = "", ...others] = backups();
    expect(others).toEqual([]);
    expect(messagesOf(run)).toContain(`has 2 records: written to ${file} before the delete`);
    const { hostname, port } = new URL(scenario.simulator.url);
    expect(file).toContain(`${hostname}-${port}_contractors_`);
    const rows = parse(readFileSync(file, "utf8"), { record_delimiter: "\r\n" });
    const [head = []] = rows;
    const system = "accountName,firstName,lastName,phone,email,manager,startDate,endDate";
    expect(head.slice(0, 8).join(",")).toBe(system);
    // The engine makes attributes side by side, in whatever order.
    expect(head.slice(8).sort()).toEqual(["badge", "costCenter"]);
    expect(rows).toHaveLength(3);
    const cellOf = (accountName: string, column: string) =>
      rows.find(([name]) => name === accountName)?.[head.indexOf(column)];
    expect(cellOf("zoë.b", "costCenter")).toBe('4711, or "none"');
    expect(cellOf("zoë.b", "badge")).toBe("");
    expect(cellOf("adam.a", "costCenter")).toBe("");
  });
});

describe("a source with records that nobody wants", () => {
  const scenario = useScenario();

  it("is destroyed with them by forceDestroy and a backupDir of none, with a warning", async () => {
    const { stack, simulator } = scenario;
    stack.program(declareSource("contractors", { ...contractors, forceDestroy: true }));
    await stack.expectUp();
    const { sourceId = "" } = simulator.store.sourceByName("Contractors") ?? {};
    simulator.store.addRecord(sourceId);
    const environment = { SAIL_BACKUP_DIR: "none" };
    const { run, writes } = await record(scenario, () => stack.expectDestroy({ environment }));
    expect(writes).toEqual([`DELETE ${path.source}`]);
    expect(messagesOf(run)).toContain("is destroyed with 1 record, without a backup");
    expect(simulator.store.sources()).toEqual([]);
    expect(simulator.store.records()).toEqual([]);
    expect(existsSync(join(stack.folder, "none"))).toBe(false);
  });
});
