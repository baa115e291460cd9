/** `requests list`, `get` and `summary`. */
import { randomUUID } from "node:crypto";
import { requestsCommand } from "../../../cli/request";
import { ada, grace, katherine, OTHER, SOURCE } from "../../simulator/request-under-test";
import { callsOf, runCommand, variablesOf } from "../command-under-test";
import { useRequestTenant, writesOf } from "../request-tenant";

const { simulator, as } = useRequestTenant(requestsCommand);

const head =
  "id,approvalStatus,accountName,firstName,lastName,email,phone,manager,startDate,endDate,data,source,sourceId,approvers,comment,created,modified,completionDate";

/** Adds a request and gives its id. */
function add(accountName: string, more: object = {}, sourceId = SOURCE): string {
  return simulator.store.addRequest(sourceId, { accountName, ...more }).id;
}

/** The account names of a list as JSON. */
const namesIn = (out: string): string[] =>
  JSON.parse(out).map(({ accountName }: { accountName: string }) => accountName);

describe("the command requests list", () => {
  it("shows the requests in the sources that the user manages, in each format", async () => {
    const id = add("bob", { firstName: "B\u001bob", data: { costCenter: "1" } });
    add("elsewhere", {}, OTHER);
    const err = [`1 request for me of tenant ${simulator.url}`];
    const table = await as("katherine", ["list"]);
    expect(table).toEqual({ out: expect.stringContaining("B\\u001bob"), err, code: 0 });
    expect(table.out).toContain(id);
    const json = await as("katherine", ["list", "--format", "json"]);
    expect(JSON.parse(json.out)).toMatchObject([
      { id, nonEmployeeSource: { sourceId: SOURCE }, approvalItems: [{}, {}] },
    ]);
    const csv = await as("katherine", ["list", "--format", "csv"]);
    const [first, row = "", ...rest] = csv.out.split("\n");
    expect([first, rest, csv.err]).toEqual([head, [""], err]);
    expect(row.startsWith(`${id},PENDING,bob,`)).toBe(true);
    expect(row).toContain(`,Contractors,${SOURCE},${grace.id} PENDING; `);
    expect(writesOf(simulator)).toEqual([]);
  });

  it("shows an empty list in each format", async () => {
    const outs = ["table", "json", "csv"].map(
      async (format) => (await as("katherine", ["list", "--format", format])).out,
    );
    expect(await Promise.all(outs)).toEqual(["", "[]\n", `${head}\n`]);
  });

  it("takes another person by id, e-mail and alias, and sends the id", async () => {
    add("bob");
    for (const person of [
      ...[katherine.id, katherine.email ?? "", katherine.alias],
      `alias:${katherine.alias}`,
    ]) {
      const args = ["list", "--requested-for", person, "--format", "json"];
      const { out, err } = await as("ada", args);
      expect(namesIn(out)).toEqual(["bob"]);
      expect(err).toEqual([`1 request for ${person} of tenant ${simulator.url}`]);
      expect(simulator.requests.at(-1)?.query).toMatchObject({ "requested-for": katherine.id });
    }
  });

  it("takes an id with the dashes of a UUID for an id, too", async () => {
    const id = "2c918083-5d19-1a86-0150-28455b4a2329";
    const { err } = await as("ada", ["list", "--requested-for", id]);
    const asked = simulator.requests.map(({ query }) => query["requested-for"]);
    expect(asked.filter(Boolean)).toEqual([id]);
    expect(err).toEqual([
      `0 requests for ${id} of tenant ${simulator.url}`,
      `warning: no identity of ${simulator.url} has the id "${id}". Check it, and that this is the right tenant.`,
    ]);
  });

  it.each(["list", "summary"])("warns in the %s of somebody who is not known", async (command) => {
    const nobody = "2c9180835d191a86015d28455b4a2300";
    const warning = expect.stringMatching(/^warning: no identity of .* has the id "2c91/);
    const found = await as("ada", [command, "--requested-for", nobody]);
    expect([found.code, found.err.at(-1)]).toEqual([0, warning]);
    const { err } = await as("ada", [command, "--requested-for", grace.id]);
    expect(err).not.toContainEqual(expect.stringMatching(/^warning/));
  });

  it("says so where it cannot be looked up whether there is such a person", async () => {
    const nobody = "2c9180835d191a86015d28455b4a2300";
    simulator.faults.add({ operationId: "getPublicIdentities", status: 403 });
    const { err, code } = await as("ada", ["list", "--requested-for", nobody]);
    expect(code).toBe(0);
    expect(err.at(-1)).toMatch(
      /^warning: whether anybody has the id 2c91\w+ could not be looked up: .*403/,
    );
  });

  it("does not take an answer without counts for zeros", async () => {
    simulator.faults.add({ operationId: "getNonEmployeeRequestSummary", body: {} });
    const { out, err, code } = await as("ada", ["summary"]);
    expect([out, code]).toEqual(["", 1]);
    expect(err.at(-1)).toMatch(/answered without a count of any state/);
  });

  it("takes a source by name and id, also from an account manager, who may not list all", async () => {
    add("bob");
    add("carl", {}, OTHER);
    for (const source of ["Contractors", "name:Contractors", SOURCE]) {
      const { out, err } = await as("katherine", ["list", "--source", source, "--format", "json"]);
      expect(namesIn(out)).toEqual(["bob"]);
      expect(err).toEqual([`1 request for me of source "Contractors" in tenant ${simulator.url}`]);
    }
    const { out } = await as("ada", ["list", "--source", "Visitors", "--format", "json"]);
    expect(namesIn(out)).toEqual(["carl"]);
  });

  it("comes in the order that is wanted", async () => {
    for (const name of ["bob", "dora", "carl"]) add(name);
    const args = ["list", "--sort", "-accountName", "--format", "json"];
    expect(namesIn((await as("katherine", args)).out)).toEqual(["dora", "carl", "bob"]);
    const wrong = await as("katherine", ["list", "--sort", "manager"]);
    expect(wrong).toMatchObject({ out: "", code: 1 });
    expect(wrong.err[0]).toMatch(
      /^error: option '--sort <keys>' argument 'manager' is invalid\. "manager" is none of created, /,
    );
  });

  it("takes the tenant that --tenant names", async () => {
    const variables = variablesOf(simulator, "ACME");
    const { err } = await runCommand(requestsCommand, ["list", "--tenant", "acme"], variables);
    expect(err).toEqual([`0 requests for me of tenant acme (${simulator.url})`]);
  });

  it.each(["managed", "made"] as const)("shows what the tenant gives: %s", async (requestsFor) => {
    simulator.behaviour.requestsFor = requestsFor;
    add("made", { requester: ada.id });
    add("managed", { requester: grace.id }, OTHER);
    const { out } = await as("ada", ["list", "--format", "json"]);
    expect(namesIn(out)).toEqual([requestsFor]);
  });

  it.each(["absent", "null"] as const)("knows dates that are %s", async (unsetDecisions) => {
    simulator.behaviour.unsetDecisions = unsetDecisions;
    add("bob");
    const { out } = await as("katherine", ["list", "--format", "csv"]);
    expect(out).toMatch(/,\n$/);
  });

  it.each([
    [["--requested-for", "no.body"], /^error: no identity of .* has the alias "no\.body"\. /],
    [["--requested-for", "no@body.com"], /^error: no identity of .* has the e-mail "no@body\.com"/],
    [["--requested-for", " "], /^error: option '--requested-for .* It must name a person\.$/],
    [["--requested-for", "alias:"], /It must name a person\.$/],
    [["--source", "Nobody"], /^error: no non-employee source of .* has the name "Nobody" \(se/],
    [["--source", "0".repeat(32)], /^error: no non-employee source of .* has the sourceId "000/],
    [["--format", "xml"], /^error: option '--format <format>' argument 'xml' is invalid/],
  ])("with %j is refused", async (args, message) => {
    const { out, err, code } = await as("ada", ["list", ...args]);
    expect([out, err.length, code]).toEqual(["", 1, 1]);
    expect(err[0]).toMatch(message);
    expect(callsOf(simulator)).not.toContain("GET /non-employee-requests");
  });

  it("says where it has looked for a source of an account manager", async () => {
    for (const [source, what] of [
      ["Visitors", 'name "Visitors"'],
      [OTHER, `sourceId "${OTHER}"`],
    ] as const) {
      const { err } = await as("katherine", ["list", "--source", source]);
      expect(err).toEqual([
        `error: no non-employee source that the user of these credentials manages in ${simulator.url} has the ${what}: the user manages "Contractors", and only an administrator (ORG_ADMIN) may look among all`,
      ]);
    }
    simulator.faults.add({ template: "/non-employee-sources", status: 400 });
    const { err } = await as("ada", ["list", "--source", "Visitors"]);
    expect(err[0]).toMatch(/^error: list non-employee sources.*: 400/);
  });

  it("says what another person's requests need", async () => {
    const { err } = await as("edsger", ["list", "--requested-for", grace.id]);
    expect(err[0]).toMatch(/^error: list non-employee requests for \w+: 403 .* and a user level/);
  });
});

describe("the command requests get", () => {
  it("shows one request, in each format", async () => {
    const id = add("bob");
    const table = await as("ada", ["get", id]);
    expect(table).toMatchObject({ err: [], code: 0 });
    expect(table.out).toMatch(new RegExp(`id +│ ${id} `));
    expect(table.out).toMatch(/accountName +│ bob /);
    const json = await as("ada", ["get", id, "--format", "json"]);
    expect(JSON.parse(json.out)).toMatchObject({ id, approvalStatus: "PENDING" });
    const csv = await as("ada", ["get", id, "--format", "csv"]);
    expect(csv.out).toMatch(new RegExp(`^${head}\n${id},PENDING,bob,.*\n$`));
  });

  it.each(["404", "400.1.404"] as const)(
    "says that there is no such one (%s)",
    async (missingObject) => {
      simulator.behaviour.missingObject = missingObject;
      const id = randomUUID();
      const { out, err, code } = await as("ada", ["get", id]);
      expect([out, code]).toEqual(["", 1]);
      expect(err).toEqual([
        expect.stringMatching(
          new RegExp(`^error: read non-employee request ${id}: 40.* - it does not exist in this`),
        ),
      ]);
      expect((await as("ada", ["get"])).err).toEqual(["error: missing required argument 'id'"]);
    },
  );
});

describe("the command requests summary", () => {
  it("counts the requests of the user, or of another person, in each format", async () => {
    add("bob");
    add("carl", { approvalStatus: "REJECTED" });
    const table = await as("katherine", ["summary"]);
    expect(table).toMatchObject({ err: [], code: 0 });
    expect(table.out).toMatch(/pending +│ 1 .*\n.*\n.*approved +│ 0 /);
    const json = await as("katherine", ["summary", "--format", "json"]);
    const counts = { approved: 0, pending: 1, rejected: 1, nonEmployeeCount: 1 };
    expect(JSON.parse(json.out)).toEqual(counts);
    const args = ["summary", "--requested-for", katherine.alias, "--format", "csv"];
    const csv = await as("ada", args);
    expect(csv.out).toBe("pending,approved,rejected,nonEmployeeCount\n1,0,1,1\n");
  });

  it("of somebody unknown is refused", async () => {
    const { err, code } = await as("ada", ["summary", "--requested-for", "no.body"]);
    expect([err.length, code]).toEqual([1, 1]);
    expect(err[0]).toContain('has the alias "no.body"');
  });
});

describe("each command of requests", () => {
  it.each(["list", "get", "create", "delete", "summary"])(
    "%s explains itself, without a tenant",
    async (name) => {
      const { out, code } = await runCommand(requestsCommand, [name, "--help"]);
      expect(code).toBe(0);
      expect(out).toContain(`Usage: requests ${name} [options]`);
      expect(out).toContain(`  $ sailpoint-nonemployee requests ${name}`);
      for (const part of ["--tenant", "--format", "Operations of the API: ", "Exit code: 0 "]) {
        expect(out).toContain(part);
      }
    },
  );
});
