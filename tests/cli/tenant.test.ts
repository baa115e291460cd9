/** Where a command finds its tenant, and what it says where it finds none. */
import { mkdirSync } from "node:fs";
import { exportCommand } from "../../cli/export";
import { isKnownTenant, openTenant } from "../../cli/tenant";
import { refusal } from "../provider/manifest/refusal";
import { createHost, runCommand, useFolder } from "./command-under-test";

const folder = useFolder();
const file = () => folder.path(".sailpoint/config.yaml");

/** As the SailPoint CLI writes it. */
const cliFile = `activeenvironment: sandbox
authtype: pat
debug: false
environments:
  sandbox:
    tenanturl: https://acme-sb.identitynow.com
    baseurl: https://acme-sb.api.identitynow.com
    pat:
      clientid: id-of-the-file
      clientsecret: secret-of-the-file
  production:
    tenanturl: https://acme.identitynow.com
    baseurl: https://acme.api.identitynow.com
    pat:
      clientid: id-of-the-file
`;

const set = (prefix: string, url: string) => ({
  [`${prefix}_BASE_URL`]: url,
  [`${prefix}_CLIENT_ID`]: "id-of-the-environment",
  [`${prefix}_CLIENT_SECRET`]: "secret-of-the-environment",
});

/** What the tenant is called in messages. */
function labelOf(environment: Record<string, string>, name?: string): string {
  const { host, run } = createHost(environment, { homeFolder: folder.path() });
  const { label } = openTenant(host, name);
  expect(run).toEqual({ out: "", err: [], code: 0 });
  return label;
}

/** Why a tenant is refused. Nothing else is said, and never a secret. */
function refusalOf(environment: Record<string, string>, name?: string): string {
  const { host, run } = createHost(environment, { homeFolder: folder.path() });
  const message = refusal(() => openTenant(host, name));
  expect(run).toEqual({ out: "", err: [], code: 0 });
  expect(message).not.toMatch(/secret-of|id-of/);
  return message;
}

describe("the tenant of a command", () => {
  it("is the one of SAIL_BASE_URL without a name", () => {
    expect(labelOf(set("SAIL", "https://acme.api.identitynow.com/"))).toBe(
      "tenant https://acme.api.identitynow.com",
    );
  });

  it.each([
    ["sandbox", "SAIL_SANDBOX"],
    ["Sandbox", "SAIL_SANDBOX"],
    ["acme-sb", "SAIL_ACME_SB"],
    ["acme.sb", "SAIL_ACME_SB"],
    ["2", "SAIL_2"],
  ])("called %s is the one of %s_*", (name, prefix) => {
    const url = "https://acme-sb.api.identitynow.com";
    const environment = { ...set("SAIL", "https://acme.api.identitynow.com"), ...set(prefix, url) };
    expect(labelOf(environment, name)).toBe(`tenant ${name} (${url})`);
  });

  it("is refused without a name where nothing is set, blank values included", () => {
    const message =
      "no tenant is named: set SAIL_BASE_URL, SAIL_CLIENT_ID and SAIL_CLIENT_SECRET in the environment, or name a tenant with --tenant";
    expect(refusalOf({})).toBe(message);
    expect(refusalOf({ SAIL_BASE_URL: " ", SAIL_SANDBOX_BASE_URL: "https://a.example" })).toBe(
      message,
    );
  });

  it.each([
    [undefined, "SAIL"],
    ["acme-sb", "SAIL_ACME_SB"],
  ])("is refused where its variables are not complete: %s", (name, prefix) => {
    const { [`${prefix}_CLIENT_SECRET`]: _, ...half } = set(prefix, "https://a.example");
    expect(refusalOf(half, name)).toBe(
      `cannot reach the tenant: ${prefix}_CLIENT_SECRET is missing: the environment has ${prefix}_CLIENT_ID without it; set both or neither`,
    );
    expect(refusalOf({ [`${prefix}_BASE_URL`]: "https://a.example" }, name)).toBe(
      `cannot reach the tenant: ${prefix}_CLIENT_ID and ${prefix}_CLIENT_SECRET are missing: the environment names a tenant in ${prefix}_BASE_URL without credentials; set both`,
    );
  });

  it.each(["http://acme.api.identitynow.com", "acme", "https://secret-of:id-of@acme.example"])(
    "is refused where its URL cannot be used, without showing it: %s",
    (url) => {
      const message = refusalOf(set("SAIL_SANDBOX", url), "sandbox");
      expect(message).toContain("cannot reach the tenant: SAIL_SANDBOX_BASE_URL: ");
      expect(message).toContain("https://<tenant>.api.identitynow.com");
    },
  );

  it.each([
    ["", "has neither a letter nor a digit; choose another name"],
    ["--", "has neither a letter nor a digit; choose another name"],
    [
      "previous",
      "is refused, for the variable SAIL_PREVIOUS_BASE_URL means something else; choose another name",
    ],
  ])("cannot be called %j", (name, reason) => {
    folder.write(".sailpoint/config.yaml", cliFile);
    expect(refusalOf(set("SAIL", "https://a.example"), name)).toBe(
      `--tenant "${name}": the name ${reason}`,
    );
  });
});

describe("the tenant of a command, from the file of the SailPoint CLI", () => {
  const variables = (name: string) =>
    ["BASE_URL", "CLIENT_ID", "CLIENT_SECRET"].map((key) => `SAIL_${name}_${key}`).join(", ");

  it("is found by its name there", () => {
    folder.write(".sailpoint/config.yaml", cliFile);
    expect(labelOf({}, "sandbox")).toBe("tenant sandbox (https://acme-sb.api.identitynow.com)");
  });

  it("is found whatever the case of the keys", () => {
    const upper = cliFile.replace(/^( *)(\w+):/gm, (line, blanks: string, key: string) =>
      ["sandbox", "production"].includes(key) ? line : `${blanks}${key.toUpperCase()}:`,
    );
    expect(upper).toContain("BASEURL:");
    folder.write(".sailpoint/config.yaml", upper);
    expect(labelOf({}, "sandbox")).toBe("tenant sandbox (https://acme-sb.api.identitynow.com)");
  });

  it("is the one of the environment where both know the name", () => {
    folder.write(".sailpoint/config.yaml", cliFile);
    const environment = set("SAIL_SANDBOX", "https://other.example");
    expect(labelOf(environment, "sandbox")).toBe("tenant sandbox (https://other.example)");
    // Half a set is no reason to mix the two.
    expect(refusalOf({ SAIL_SANDBOX_BASE_URL: "https://other.example" }, "sandbox")).toContain(
      "SAIL_SANDBOX_CLIENT_ID and SAIL_SANDBOX_CLIENT_SECRET are missing",
    );
  });

  it("is never the active one of the file, unless it is named", () => {
    folder.write(".sailpoint/config.yaml", cliFile);
    expect(refusalOf({})).toContain("no tenant is named");
  });

  it("is refused where its secret is in the keyring", () => {
    folder.write(".sailpoint/config.yaml", cliFile);
    expect(refusalOf({}, "production")).toBe(
      `the tenant "production" of ${file()} has no pat.clientsecret there: newer versions of the SailPoint CLI keep secrets in the system's keyring, and it may log in by OAuth. Set ${variables("PRODUCTION")} in the environment`,
    );
  });

  it.each(["oauth:", "oauth: {}", "oauth:\n    pat:", "oauth: { pat: {} }"])(
    "is refused where hardly anything is said of it: %j",
    (entry) => {
      folder.write(".sailpoint/config.yaml", `environments:\n  ${entry}\n  b: { baseurl: x }\n`);
      expect(refusalOf({}, "oauth")).toContain(
        "has no baseurl and no pat.clientid and no pat.clientsecret there",
      );
    },
  );

  it.each(["staging", "constructor", "toString"])(
    "is refused where the file does not know it, with the names that it knows: %s",
    (name) => {
      folder.write(".sailpoint/config.yaml", cliFile);
      expect(refusalOf({}, name)).toBe(
        `the tenant "${name}" is not known: none of ${variables(name.toUpperCase())} is set in the environment, and it is not in the configuration file of the SailPoint CLI, ${file()} (which has sandbox, production). Set these variables, or correct the name`,
      );
    },
  );

  it.each(["", "# nothing\n", "authtype: pat\n", "environments:\n"])(
    "is refused where the file names no tenants: %j",
    (text) => {
      folder.write(".sailpoint/config.yaml", text);
      expect(refusalOf({}, "sandbox")).toContain(`SailPoint CLI, ${file()}. Set these variables`);
    },
  );

  it("is refused where there is no such file", () => {
    expect(refusalOf({}, "sandbox")).toBe(
      `the tenant "sandbox" is not known: none of ${variables("SANDBOX")} is set in the environment, and there is no configuration file of the SailPoint CLI, ${file()}. Set these variables, or correct the name`,
    );
  });

  it.each([
    ["environments: { a: *secret-of }", /cannot be used: it has an alias|is not YAML: line 1/],
    ["environments:\n  a: !secret-of x\n", /has no|is not known|wrong is/],
    ["environments:\n\tsecret-of: x", /is not YAML: line 2, column 1 \(\w+\); correct it there$/],
    ["a: 'secret-of", /is not YAML: line 1, column \d+ \(MISSING_CHAR\); correct it there$/],
    ["a: b\n}secret-of", /is not YAML: line 2, column \d+ \(\w+\); correct it there$/],
    ["a: [id-of]secret-of", /is not YAML: line 1, column \d+ \(\w+\); correct it there$/],
    ["secret-of", /is not a configuration of the SailPoint CLI: wrong is the whole$/],
    ["- secret-of", /is not a configuration of the SailPoint CLI: wrong is the whole$/],
    ["environments: secret-of", /wrong is environments$/],
    ["environments: [secret-of]", /wrong is environments$/],
    ["environments: { a: secret-of }", /wrong is environments\.a$/],
    [
      "environments: { a: { pat: { clientsecret: [secret-of] } } }",
      /wrong is environments\.a\.pat\.clientsecret$/,
    ],
  ])("is refused where the file is wrong, without quoting it: %j", (text, message) => {
    const warn = jest.spyOn(process, "emitWarning");
    folder.write(".sailpoint/config.yaml", text);
    expect(refusalOf({}, "a")).toMatch(message);
    expect(refusalOf({}, "a")).toContain(file());
    expect(warn).not.toHaveBeenCalled();
    warn.mockRestore();
  });

  it("is refused where the file cannot be read", () => {
    mkdirSync(file(), { recursive: true });
    expect(refusalOf({}, "sandbox")).toBe(
      `cannot read ${file()}: EISDIR: illegal operation on a directory, read`,
    );
  });

  it("is told to be of the file where what stands there cannot be used", () => {
    const text = cliFile.replace("https://acme-sb.api.identitynow.com", "acme");
    folder.write(".sailpoint/config.yaml", text);
    expect(refusalOf({}, "sandbox")).toMatch(
      /^cannot reach the tenant \(of .*config\.yaml\): SAIL_SANDBOX_BASE_URL: /,
    );
  });
});

describe("a name", () => {
  it("is known from the environment or the file, and from no file that is broken", () => {
    const known = (name: string) => {
      const environment = set("SAIL_ACME_SB", "https://a.example");
      return isKnownTenant(createHost(environment, { homeFolder: folder.path() }).host, name);
    };
    expect(["acme-sb", "sandbox", "", "default"].map(known)).toEqual([true, false, false, false]);
    folder.write(".sailpoint/config.yaml", cliFile);
    expect(["acme-sb", "sandbox", "toString"].map(known)).toEqual([true, true, false]);
    folder.write(".sailpoint/config.yaml", "{");
    expect(["acme-sb", "sandbox"].map(known)).toEqual([true, false]);
  });

  it("that nobody knows ends a command with 1 and one message", async () => {
    const { out, err, code } = await runCommand(exportCommand, ["--tenant", "x"], {});
    expect([out, err.length, code]).toEqual(["", 1, 1]);
    expect(err[0]).toMatch(/^error: the tenant "x" is not known: /);
  });
});
