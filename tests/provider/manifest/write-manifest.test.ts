/** The text of a manifest: made to be read by people, and to give the same manifest back. */
import fc from "fast-check";
import type { Manifest } from "../../../provider/manifest/manifest";
import { readManifestText } from "../../../provider/manifest/read-manifest";
import { manifestFormats, writeManifest } from "../../../provider/manifest/write-manifest";
import { propertySettings } from "../../property";
import { manifest } from "./arbitrary-manifest";

const example: Manifest = {
  version: 1,
  sources: [
    {
      key: "contractors",
      name: "Contractors",
      description: "External staff of the plants",
      owner: { email: "ada@example.com", alias: "ada.lovelace" },
      managementWorkgroup: { name: "Plant administrators" },
      approvers: [{ email: "grace@example.com", alias: "grace.hopper" }],
      accountManagers: [{ governanceGroup: "Plant desk" }],
      schemaAttributes: [
        { technicalName: "badge", label: "Badge: number" },
        {
          technicalName: "costCenter",
          label: "Cost center",
          required: true,
          helpText: "Four digits",
        },
      ],
    },
    {
      key: "visitors",
      name: "no",
      description: "First line\nSecond line",
      owner: { id: "2c9180835d191a86015d28455b4a2329", unresolved: true },
    },
  ],
};

describe("the text of a manifest", () => {
  it("is YAML with references and attributes on lines of their own, and a blank line between sources", () => {
    expect(writeManifest(example, "yaml")).toBe(`version: 1
sources:
  - key: contractors
    name: Contractors
    description: External staff of the plants
    owner: { email: ada@example.com, alias: ada.lovelace }
    managementWorkgroup: { name: Plant administrators }
    approvers:
      - { email: grace@example.com, alias: grace.hopper }
    accountManagers:
      - { governanceGroup: Plant desk }
    schemaAttributes:
      - { technicalName: badge, label: "Badge: number" }
      - technicalName: costCenter
        label: Cost center
        required: true
        helpText: Four digits

  - key: visitors
    name: "no"
    description: |-
      First line
      Second line
    owner: { id: 2c9180835d191a86015d28455b4a2329, unresolved: true }
`);
  });

  it("is JSON with two blanks a step", () => {
    const text = writeManifest(example, "json");
    expect(text).toBe(`${JSON.stringify(example, undefined, 2)}\n`);
    expect(text.startsWith('{\n  "version": 1,\n  "sources": [\n    {\n      "key"')).toBe(true);
  });

  it("holds an empty list where there are no sources", () => {
    const empty: Manifest = { version: 1, sources: [] };
    expect(writeManifest(empty, "yaml")).toBe("version: 1\nsources: []\n");
    expect(writeManifest(empty, "json")).toBe('{\n  "version": 1,\n  "sources": []\n}\n');
  });

  it.each(["no", "Yes", "off", "123", "null", "~", "1_000", "12:30", "2020-01-01", "0o7", ".inf"])(
    "quotes %s, which is no text to every reader of YAML",
    (name) => {
      const source = { key: "a", name, description: "d", owner: { alias: name } };
      const written = writeManifest({ version: 1, sources: [source] }, "yaml");
      expect(written).toContain(`    name: "${name}"\n`);
      expect(written).toContain(`    owner: { alias: "${name}" }\n`);
    },
  );

  it.each(["yaml", "json"] as const)("escapes in %s what nobody would see", (format) => {
    const description = "a\u009b31m \u202eb\u2066 \u2028c";
    const one = { key: "a", name: "A", description, owner: { alias: "ada" } };
    const text = writeManifest({ version: 1, sources: [one] }, format);
    expect(text).toContain('"a\\u009b31m \\u202eb\\u2066 \\u2028c"');
    expect(readManifestText(text, "it").sources[0]?.description).toBe(description);
  });

  it("has no aliases, even where one object stands at several places", () => {
    const owner = { alias: "ada" };
    const one = { key: "a", name: "A", description: "d", owner, approvers: [owner] };
    expect(writeManifest({ version: 1, sources: [one] }, "yaml")).toContain(
      "    owner: { alias: ada }\n    approvers:\n      - { alias: ada }\n",
    );
  });

  it("leaves out what is undefined", () => {
    const source = {
      key: "a",
      name: "A",
      description: "d",
      owner: { email: undefined, alias: "ada" },
      managementWorkgroup: undefined,
      approvers: undefined,
    };
    expect(writeManifest({ version: 1, sources: [source] }, "yaml")).toBe(
      "version: 1\nsources:\n  - key: a\n    name: A\n    description: d\n    owner: { alias: ada }\n",
    );
  });

  it.each(manifestFormats)(
    "in %s gives the same manifest back, whatever texts are in it",
    (format) => {
      const property = fc.property(manifest, (given) => {
        const written = writeManifest(given, format);
        expect(written.endsWith("\n")).toBe(true);
        const back = readManifestText(written, "it");
        expect(back).toStrictEqual(given);
        expect(writeManifest(back, format)).toBe(written);
      });
      fc.assert(property, propertySettings(300));
    },
  );

  it("is the same for the same manifest, and does not change it", () => {
    const property = fc.property(manifest, fc.constantFrom(...manifestFormats), (given, format) => {
      const copy = structuredClone(given);
      expect(writeManifest(copy, format)).toBe(writeManifest(given, format));
      expect(copy).toStrictEqual(given);
    });
    fc.assert(property, propertySettings(100));
  });

  it("survives being stored with the line ends of Windows, but for line ends inside of texts", () => {
    const written = writeManifest(example, "yaml").replaceAll("\n", "\r\n");
    expect(readManifestText(written, "it")).toStrictEqual(example);
  });
});
