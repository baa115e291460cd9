/** `approvals list`, `get` and `summary`. */
import { randomUUID } from "node:crypto";
import { approvalsCommand } from "../../../cli/approval";
import { ada, grace, plantDesk, SOURCE } from "../../simulator/request-under-test";
import { callsOf, runCommand } from "../command-under-test";
import { useRequestTenant, writesOf } from "../request-tenant";

const { simulator, as } = useRequestTenant(approvalsCommand);

const ownColumns = "approver,approverId,approvalOrder,comment,requestId,requester,created,modified";

/** Adds a request, and gives its id and those of its approval items. */
function add(accountName: string, more: object = {}) {
  const { id } = simulator.store.addRequest(SOURCE, { accountName, ...more });
  const [first = "", second = ""] = simulator.store.approvals(id).map((item) => item.id);
  return { id, first, second };
}

const idsIn = (out: string): string[] => JSON.parse(out).map(({ id }: { id: string }) => id);

describe("the command approvals list", () => {
  it("shows what everybody is asked to an administrator, in each format", async () => {
    const { id, first, second } = add("b\u001bob");
    const err = [`2 approvals of tenant ${simulator.url}`];
    const table = await as("ada", ["list"]);
    expect(table).toEqual({ out: expect.stringContaining("b\\u001bob"), err, code: 0 });
    const json = await as("ada", ["list", "--format", "json"]);
    expect(JSON.parse(json.out)).toMatchObject([
      { id: first, approver: { id: grace.id }, nonEmployeeRequest: { id } },
      { id: second, approver: { id: plantDesk.id }, approvalStatus: "NOT_READY" },
    ]);
    const csv = await as("ada", ["list", "--format", "csv"]);
    const [head, row] = csv.out.split("\n");
    expect(head).toBe(`id,approvalStatus,accountName,${ownColumns}`);
    const start = `${first},PENDING,b\u001bob,${grace.id},${grace.id},1,,${id},${grace.id},`;
    expect(row?.startsWith(start)).toBe(true);
    expect(writesOf(simulator)).toEqual([]);
  });

  it.each(["all", "own"] as const)(
    "without a person shows what it may: %s",
    async (approvalsFor) => {
      simulator.behaviour.approvalsFor = approvalsFor;
      const { first } = add("bob");
      const { out } = await as("ada", ["list", "--format", "json"]);
      expect(idsIn(out)).toHaveLength(approvalsFor === "all" ? 2 : 0);
      expect(idsIn((await as("grace", ["list", "--format", "json"])).out)).toEqual([first]);
      expect(simulator.requests.at(-1)?.query).not.toHaveProperty("requested-for");
    },
  );

  it("takes a person by me, id, e-mail and alias", async () => {
    const { first } = add("bob");
    for (const person of [grace.id, grace.email ?? "", grace.alias, `alias:${grace.alias}`]) {
      const args = ["list", "--requested-for", person, "--format", "json"];
      const { out, err } = await as("ada", args);
      expect(idsIn(out)).toEqual([first]);
      expect(err).toEqual([`1 approval for ${person} of tenant ${simulator.url}`]);
    }
    const own = await as("alan", ["list", "--requested-for", "me"]);
    expect(own.err).toEqual([`1 approval for me of tenant ${simulator.url}`]);
  });

  it.each(["list", "summary"])("warns in the %s of somebody who is not known", async (command) => {
    const nobody = "2c9180835d191a86015d28455b4a2300";
    const { err, code } = await as("ada", [command, "--requested-for", nobody]);
    expect([code, err.at(-1)]).toEqual([
      0,
      `warning: no identity of ${simulator.url} has the id "${nobody}". Check it, and that this is the right tenant.`,
    ]);
    const known = await as("ada", [command, "--requested-for", ada.id]);
    expect(known.err).not.toContainEqual(expect.stringMatching(/^warning/));
  });

  it("takes a state and an order", async () => {
    const { first } = add("bob", { created: "2025-01-01T00:00:00Z" });
    const { first: later } = add("carl", { created: "2025-01-02T00:00:00Z" });
    const args = ["list", "--status", "PENDING", "--sort", "-created", "--format", "json"];
    expect(idsIn((await as("ada", args)).out)).toEqual([later, first]);
    const none = await as("ada", ["list", "--status", "REJECTED", "--format", "csv"]);
    expect(none.out).toBe(`id,approvalStatus,accountName,${ownColumns}\n`);
  });

  it.each([
    [["--requested-for", "no.body"], /^error: no identity of .* has the alias "no\.body"\. /],
    [["--status", "pending"], /argument 'pending' is invalid. Allowed choices are APPROVED, REJ/],
    [["--sort", "approvalStatus"], /"approvalStatus" is none of created, modified/],
  ])("with %j is refused", async (args, message) => {
    const { out, err, code } = await as("ada", ["list", ...args]);
    expect([out, err.length, code]).toEqual(["", 1, 1]);
    expect(err[0]).toMatch(message);
    expect(callsOf(simulator)).not.toContain("GET /non-employee-approvals");
  });
});

describe("the command approvals get", () => {
  const columns =
    "id,approvalStatus,accountName,firstName,lastName,email,phone,manager,startDate,endDate,data,source,sourceId";

  it("shows one with its request, in each format", async () => {
    const { id, first } = add("bob", { firstName: "Bob" });
    const table = await as("grace", ["get", first]);
    expect(table).toMatchObject({ err: [], code: 0 });
    expect(table.out).toMatch(/firstName +│ Bob /);
    expect(table.out).toMatch(/source +│ Contractors /);
    const json = await as("grace", ["get", first, "--format", "json"]);
    expect(JSON.parse(json.out)).toMatchObject({
      id: first,
      nonEmployeeRequest: { id, firstName: "Bob", nonEmployeeSource: { sourceId: SOURCE } },
    });
    const csv = await as("ada", ["get", first, "--format", "csv"]);
    const [head, row] = csv.out.split("\n");
    expect(head).toBe(`${columns},${ownColumns}`);
    expect(row).toMatch(new RegExp(`^${first},PENDING,bob,Bob,.*,Contractors,${SOURCE},`));
  });

  it.each(["reference", "absent"] as const)(
    "without the detail shows what there is: %s",
    async (withoutDetail) => {
      simulator.behaviour.withoutDetail = withoutDetail;
      const { id, first } = add("bob");
      const { out } = await as("grace", ["get", first, "--no-detail", "--format", "csv"]);
      const request = withoutDetail === "reference" ? `${id},${grace.id}` : ",";
      const start = `${first},PENDING,bob${",".repeat(10)},${grace.id},${grace.id},1,,${request},`;
      expect(out.split("\n")[1]?.startsWith(start)).toBe(true);
      expect(simulator.requests.at(-1)?.query).toMatchObject({ "include-detail": "false" });
    },
  );

  it.each(["404", "400.1.404"] as const)(
    "says that there is no such one (%s)",
    async (missingObject) => {
      simulator.behaviour.missingObject = missingObject;
      const { err, code } = await as("ada", ["get", randomUUID()]);
      expect([err.length, code]).toEqual([1, 1]);
      expect(err[0]).toMatch(/^error: read non-employee approval .* does not exist in this tenant/);
    },
  );

  it("needs a user, who is asked or an administrator", async () => {
    const { first } = add("bob");
    for (const who of ["machine", "edsger"] as const) {
      const { err, code } = await as(who, ["get", first]);
      expect(code).toBe(1);
      expect(err[0]).toMatch(/^error: read non-employee approval .*: 403 .* and a user/);
    }
  });
});

describe("the command approvals summary", () => {
  it("counts what the user, or another person, is asked, in each format", async () => {
    add("bob");
    add("carl", { approvalStatus: "REJECTED" });
    const table = await as("grace", ["summary"]);
    expect(table).toMatchObject({ err: [], code: 0 });
    expect(table.out).toMatch(/pending +│ 1 /);
    const json = await as("grace", ["summary", "--format", "json"]);
    expect(JSON.parse(json.out)).toEqual({ approved: 0, pending: 1, rejected: 1 });
    const args = ["summary", "--requested-for", grace.alias, "--format", "csv"];
    expect((await as("ada", args)).out).toBe("pending,approved,rejected\n1,0,1\n");
  });
});

describe("each command of approvals", () => {
  it.each(["list", "get", "approve", "reject", "summary"])(
    "%s explains itself, without a tenant",
    async (name) => {
      const { out, code } = await runCommand(approvalsCommand, [name, "--help"]);
      expect(code).toBe(0);
      expect(out).toContain(`Usage: approvals ${name} [options]`);
      expect(out).toContain(`  $ sailpoint-nonemployee approvals ${name}`);
      for (const part of ["--tenant", "--format", "Operations of the API: ", "Exit code: 0 "]) {
        expect(out).toContain(part);
      }
    },
  );
});
