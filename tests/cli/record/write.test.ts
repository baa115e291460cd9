/** `records create` and `records update`. */
import { answering, type HostOptions } from "../command-under-test";
import { withoutWaits } from "../request-tenant";
import { mavisArgs, mavisFields, useRecords } from "./record-under-test";

const records = useRecords();
withoutWaits();
const { run, writes } = records;

const create = (...more: string[]) => [
  "create",
  "--source",
  "Contractors",
  ...mavisArgs(),
  ...more,
];
const mavis = () =>
  records.recordsOf("Contractors").filter(({ accountName }) => accountName === "mavis");

describe("the command records create", () => {
  it("creates the record with its custom values, and shows it", async () => {
    const data = ["--data", "badge=12=13", "--data", "cost/center~1=A"];
    const { out, err, code } = await run(create(...data, "--format", "json"));
    expect(code).toBe(0);
    const [made] = mavis();
    expect(made).toMatchObject({
      firstName: "Mavis",
      email: "mavis@example.com",
      startDate: "2027-01-01T00:00:00+01:00",
      data: { badge: "12=13", "cost/center~1": "A" },
    });
    expect(JSON.parse(out)).toMatchObject({ id: made?.id });
    expect(err).toEqual([
      `record ${made?.id} created in source "Contractors" of tenant ${records.simulator.url}`,
    ]);
  });

  it("makes one record where the answer is lost", async () => {
    records.simulator.faults.add({ operationId: "createNonEmployeeRecord", drop: "after" });
    const { code, err } = await run(create());
    expect([code, mavis().length]).toEqual([0, 1]);
    expect(err.at(-1)).toContain(`record ${mavis()[0]?.id} created`);
    expect(writes()).toEqual(["POST /non-employee-records"]);
  });

  it("is never sent twice, and says that the record is not there so far", async () => {
    records.simulator.faults.add({ operationId: "createNonEmployeeRecord", drop: "before" });
    const { code, err } = await run(create());
    expect([code, mavis(), writes()]).toEqual([1, [], ["POST /non-employee-records"]]);
    expect(err.at(-1)).toContain(
      'So far there is no new record of "mavis" in source "Contractors"',
    );
  });

  it("says so where the record is not as it was sent", async () => {
    const { id } = records.record("joan");
    records.simulator.faults.add({
      operationId: "createNonEmployeeRecord",
      effect: true,
      body: { id },
    });
    const { code, err } = await run(create());
    expect(code).toBe(1);
    expect(err.at(-1)).toContain(
      `record ${id} was created, but not as it was sent: accountName: "joan" -> "mavis"`,
    );
  });

  it("takes an answer that leaves fields out, if the record is right", async () => {
    const { id } = records.simulator.store.addRecord(records.sourceId("Contractors"), mavisFields);
    const operationId = "createNonEmployeeRecord";
    records.simulator.faults.add({ operationId, status: 200, body: { id } });
    const { out, code } = await run(create("--format", "json"));
    expect([code, JSON.parse(out)]).toEqual([0, expect.objectContaining({ id, ...mavisFields })]);
    const reads = records.simulator.requests.filter(({ path }) => path.endsWith(`/${id}`));
    expect(reads.map(({ method }) => method)).toEqual(["GET"]);
  });

  it("names the record that has the account already", async () => {
    const { err, code } = await run([
      "create",
      "--source",
      "Contractors",
      ...mavisArgs({ "--account-name": "joan" }),
    ]);
    expect(code).toBe(1);
    expect(err.at(-1)).toContain(`record ${records.record("joan").id}`);
    expect(err.at(-1)).toContain("Nothing was created");
    expect(records.recordsOf("Contractors")).toHaveLength(2);
  });

  it("says that no record has the account where the tenant takes it for used", async () => {
    records.simulator.behaviour.accountNames = "tenant";
    const args = ["create", "--source", "Contractors", ...mavisArgs({ "--account-name": "bill" })];
    const { err, code } = await run(args);
    expect(code).toBe(1);
    expect(err.at(-1)).toContain(
      '"bill" is taken in source "Contractors"; none of its records has it',
    );
  });

  it.each([
    [["--end-date", "tomorrow"], /--end-date must be an instant such as/],
    [["--end-date", ""], /--end-date must be an instant such as/],
    [["--email", ""], /^error: --email must not be empty$/],
    [["--data", "badge"], /It must be <technicalName>=<value>/],
    [["--data", "badge=1", "--data", "badge=2"], /"badge" is given twice/],
  ])("refuses %j before anything is sent", async (args, message) => {
    const { err, code } = await run(create(...args));
    expect([code, writes()]).toEqual([1, []]);
    expect(err.join("\n")).toMatch(message);
  });

  it("names every option that is missing", async () => {
    const { err, code } = await run(["create", "--source", "Contractors"]);
    expect([code, writes()]).toEqual([1, []]);
    expect(err.join("\n")).toContain("--account-name");
  });

  it("passes on what the tenant finds wrong", async () => {
    const args = ["create", "--source", "Contractors", ...mavisArgs({ "--manager": "nobody" })];
    const { err, code } = await run(args);
    expect([code, mavis()]).toEqual([1, []]);
    expect(err.at(-1)).toMatch(/create record "mavis": 400 400\.1\.404 .*nobody/);
  });
});

describe("the command records update", () => {
  const id = () => records.record("joan").id;
  const update = (args: string[], host?: HostOptions) => run(["update", id(), ...args], host);

  it("sends just what differs, and shows the record", async () => {
    const args = [
      "--last-name",
      "Clarke",
      "--end-date",
      "2027-06-30T00:00:00Z",
      "--data",
      "cost/center~1=9",
    ];
    const { out, err, code } = await update([...args, "--yes", "--format", "json"]);
    expect(code).toBe(0);
    expect(records.record("joan")).toMatchObject({
      lastName: "Clarke",
      endDate: "2027-06-30T00:00:00Z",
      data: { badge: "4711", "cost/center~1": "9" },
    });
    expect(JSON.parse(out)).toMatchObject({ endDate: "2027-06-30T00:00:00Z" });
    expect(err).toEqual([`record ${id()} of tenant ${records.simulator.url} changed`]);
    const [patch] = records.simulator.requests.filter(({ method }) => method === "PATCH");
    expect(patch?.body).toEqual([
      expect.objectContaining({ path: "/endDate" }),
      expect.objectContaining({ path: "/data/cost~1center~01" }),
    ]);
  });

  it("clears a custom value", async () => {
    expect((await update(["--data", "badge=", "--yes"])).code).toBe(0);
    expect(records.record("joan").data).toEqual({});
  });

  it("shows the changes and asks, and does nothing without a yes", async () => {
    const { questions, options } = answering("n");
    const before = records.record("joan");
    const no = await update(["--end-date", "2027-02-01T00:00:00Z"], options);
    expect([no.code, no.err.at(-1)]).toEqual([1, "error: the answer was no: nothing was written"]);
    expect(questions).toEqual([
      expect.stringContaining('endDate: "2027-01-31T00:00:00Z" -> "2027-02-01T00:00:00Z"'),
    ]);
    expect(questions[0]).toContain(records.simulator.url);
    expect([writes(), records.record("joan")]).toEqual([[], before]);
    const yes = await update(["--end-date", "2027-02-01T00:00:00Z"], answering("Yes ").options);
    expect([yes.code, records.record("joan").endDate]).toEqual([0, "2027-02-01T00:00:00Z"]);
  });

  it("needs --yes where nobody can be asked", async () => {
    const { err, code } = await update(["--phone", "1"]);
    expect([code, writes()]).toEqual([1, []]);
    expect(err.at(-1)).toContain("Give --yes");
  });

  it("writes nothing where the record is so already, also where dates are written otherwise", async () => {
    const { out, err, code } = await update([
      "--end-date",
      "2027-01-31T01:00:00+01:00",
      "--data",
      "badge=4711",
    ]);
    expect([code, writes()]).toEqual([0, []]);
    expect(out).toContain("joan");
    expect(err.at(-1)).toContain("is so already: nothing was written");
  });

  it("replaces the whole record, and clears the custom values that were not given", async () => {
    const whole = [...mavisArgs({ "--account-name": "joan" }), "--replace", "--yes"];
    const { code } = await update([...whole, "--data", "cost/center~1=7"]);
    expect(code).toBe(0);
    expect(writes()).toEqual(["PUT /non-employee-records/{id}"]);
    expect(records.record("joan")).toMatchObject({
      firstName: "Mavis",
      data: { "cost/center~1": "7" },
    });
    const { err } = await update(["--replace", "--phone", "1", "--yes"]);
    expect(err.at(-1)).toMatch(/^error: --account-name is needed; /);
  });

  it("takes a change whose answer was lost for made where the record has it", async () => {
    records.simulator.faults.add({ operationId: "patchNonEmployeeRecord", drop: "after" });
    const { err, code } = await update(["--phone", "1", "--yes"]);
    expect([code, records.record("joan").phone]).toEqual([0, "1"]);
    expect(err.at(-1)).toContain("changed");
  });

  it("keeps the reason where the record has not changed", async () => {
    records.simulator.faults.add({ operationId: "patchNonEmployeeRecord", status: 500 });
    const { err, code } = await update(["--phone", "1", "--yes"]);
    expect([code, writes()]).toEqual([1, ["PATCH /non-employee-records/{id}"]]);
    expect(err.at(-1)).toMatch(
      /change record \S+: 500 .* The record does not have it so far: phone: "\d+" -> "1"/,
    );
  });

  it("says so where the tenant leaves a change out without a word", async () => {
    records.simulator.faults.add({
      operationId: "patchNonEmployeeRecord",
      effect: false,
      status: 200,
      body: records.record("joan"),
    });
    const { err, code } = await update(["--phone", "1", "--yes"]);
    expect(code).toBe(1);
    expect(err.at(-1)).toMatch(
      /still to be changed: phone: .* the owner of the source can change the end date alone/,
    );
  });

  it("tells what --replace lacks before anything is asked", async () => {
    const { questions, options } = answering("yes");
    const { err, code } = await update(
      ["--replace", "--phone", records.record("joan").phone],
      options,
    );
    expect([code, questions, records.simulator.requests]).toEqual([1, [], []]);
    expect(err.at(-1)).toMatch(/^error: --account-name is needed; .*--end-date is needed$/);
  });

  it("shows a name with a line break on one line", async () => {
    const { store } = records.simulator;
    const { id } = store.addRecord(records.sourceId("Visitors"), {
      accountName: "evil\nGo on? nothing will be done",
      phone: "1\n2",
    });
    const { questions, options } = answering("no");
    await run(["update", id, "--phone", "3\n4"], options);
    await run(["delete", id], options);
    expect(questions[0]).toContain('phone: "1\\n2" -> "3\\n4"');
    expect(questions.map((text) => text.split("\n").length)).toEqual([3, 3]);
    expect(questions.join("").split(/^Go on\?/m)).toHaveLength(3);
  });

  it("needs something to change", async () => {
    const { err, code } = await update([]);
    expect([code, records.simulator.requests]).toEqual([1, []]);
    expect(err.at(-1)).toContain("nothing to change was given");
  });
});
