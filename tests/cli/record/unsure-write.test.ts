/** `records create` and `records update` where an answer is lost or says too little, and looking is no help. */
import { withoutWaits } from "../request-tenant";
import { mavisArgs, mavisFields, useRecords } from "./record-under-test";

const records = useRecords();
const { run, writes } = records;

const create = ["create", "--source", "Contractors", ...mavisArgs()];
const creation = "createNonEmployeeRecord";
const change = "patchNonEmployeeRecord";
const reading = "getNonEmployeeRecord";
const joan = () => records.record("joan").id;
const update = () => run(["update", joan(), "--phone", "1", "--yes"]);

/** The record is there, and the answer to its creation has its id alone. */
function answerWithIdAlone(): string {
  const { id } = records.simulator.store.addRecord(records.sourceId("Contractors"), mavisFields);
  records.simulator.faults.add({ operationId: creation, status: 200, body: { id } });
  return id;
}

/** How the answer is lost, and the status of each look afterwards. */
const failures = [
  [{ status: 502, effect: true } as const, 403],
  [{ drop: "after" } as const, 503],
] as const;

describe("the command records create, whose answer says too little", () => {
  it("reads a record that is not visible at once", async () => {
    records.simulator.behaviour.visibleAfterMs = 300;
    const id = answerWithIdAlone();
    const { err, code } = await run(create);
    expect([err.at(-1), code]).toEqual([expect.stringContaining(`record ${id} created`), 0]);
    const reads = records.simulator.requests.filter(({ path }) => path.endsWith(`/${id}`));
    expect(reads[0]?.status).toBe(404);
    expect(reads.at(-1)?.status).toBe(200);
  });

  it("says that the record was created where it cannot be read", async () => {
    const id = answerWithIdAlone();
    records.simulator.faults.add({ operationId: reading, status: 403 });
    const { err, code } = await run(create);
    expect(code).toBe(1);
    expect(err.at(-1)).toMatch(
      new RegExp(
        `^error: create record "mavis": record ${id} was created in source "Contractors", but .* cannot be read: .*403.* Look at it \\(records get ${id}\\)\\.$`,
      ),
    );
  });
});

describe("the command records create, whose looking fails", () => {
  withoutWaits();

  it.each(failures)("by %j and %s, says both", async (lost, status) => {
    records.simulator.faults.add({ operationId: creation, ...lost });
    const list = { operationId: "listNonEmployeeRecords", times: "always" } as const;
    records.simulator.faults.add({ ...list, status });
    const { err, code } = await run(create);
    expect([code, writes()]).toEqual([1, ["POST /non-employee-records"]]);
    expect(err.at(-1)).toMatch(
      new RegExp(
        `^error: create record "mavis": .* Looking failed as well: .*${status}.* It may have taken effect\\.$`,
      ),
    );
    if ("status" in lost) expect(err.at(-1)).toContain('create record "mavis": 502');
  });

  it("keeps the conflict where nobody can tell who has the account", async () => {
    records.simulator.faults.add({ operationId: "listNonEmployeeRecords", status: 403 });
    const taken = ["create", "--source", "Contractors", ...mavisArgs({ "--account-name": "joan" })];
    const { err, code } = await run(taken);
    expect(code).toBe(1);
    expect(err.at(-1)).toMatch(
      /^error: create record "joan": 400 400\.1\.409 .* Nothing was created\. .* which record has it cannot be looked up: .*403/,
    );
  });
});

describe("the command records update, whose looking fails", () => {
  withoutWaits();

  it.each(failures)("by %j and %s, says both", async (lost, status) => {
    records.simulator.faults.add({ operationId: change, ...lost });
    records.simulator.faults.add({ operationId: reading, skip: 1, times: "always", status });
    const { err, code } = await update();
    expect([code, records.record("joan").phone]).toEqual([1, "1"]);
    expect(err.at(-1)).toMatch(
      new RegExp(
        `^error: change record ${joan()}: .* Looking failed as well: .*${status}.* It may have taken effect\\.$`,
      ),
    );
  });

  it("says what was sent where the answer says too little and the record cannot be read", async () => {
    records.simulator.faults.add({ operationId: change, effect: true, body: { id: joan() } });
    records.simulator.faults.add({ operationId: reading, skip: 1, status: 403 });
    const { err, code } = await update();
    expect([code, records.record("joan").phone]).toEqual([1, "1"]);
    expect(err.at(-1)).toMatch(
      /^error: update record \S+: the change was sent, and .* \(phone: nothing -> "1"\), and the record cannot be read: .*403/,
    );
  });
});
