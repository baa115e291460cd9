/** How the columns of a template are told from each other. */
import type { SchemaAttribute } from "../../../provider/api";
import { systemAttributes } from "../../../provider/resources/system-attribute";
import { fieldsOf } from "../../../provider/upload/field";

const attribute = (technicalName: string, label: string, type = "TEXT"): SchemaAttribute => ({
  ...{ id: technicalName, technicalName, label, type },
  ...{ system: false, required: false },
});
const headsOf = (attributes: SchemaAttribute[], columns: string[]) => {
  const { fields, problems, withoutColumn } = fieldsOf(attributes, columns);
  const custom = fields.slice(systemAttributes.length);
  return { heads: custom.map(({ column }) => column?.name), problems, withoutColumn };
};
const system = [...systemAttributes];
const costCenter = attribute("costCenter", "Cost center");

describe("the columns of a template", () => {
  it.each([
    [
      "account.name",
      "first.name",
      "last.name",
      "phone",
      "email",
      "manager",
      "start.date",
      "end.date",
    ],
    [
      "Account Name",
      "First Name",
      "Last Name",
      "Phone",
      "Email",
      "Manager",
      "Start Date",
      "End Date",
    ],
  ])("are those of the system however they are written: %s, ...", (...columns) => {
    const { fields, problems } = fieldsOf([costCenter], [...columns, "costCenter"]);
    expect(problems).toEqual([]);
    expect(fields.map(({ column }) => column?.name)).toEqual([...columns, "costCenter"]);
  });

  it("must have all of the system", () => {
    const columns = system.filter((name) => !["email", "phone"].includes(name));
    expect(headsOf([], columns).problems).toEqual([
      "the tenant's template for an upload has no column phone and email",
    ]);
  });

  it("can be in another order", () => {
    const badge = attribute("badge", "Badge");
    const { fields } = fieldsOf([costCenter, badge], ["badge", ...system, "costCenter"]);
    const places = fields.map(({ name, column }) => [name, column?.position]);
    expect(Object.fromEntries(places)).toMatchObject({ accountName: 1, costCenter: 9, badge: 0 });
  });

  it("are not guessed where some are neither names nor labels", () => {
    for (const columns of [
      [...system, "costCenter", "more"],
      [...system, "Kostenstelle"],
    ]) {
      const { heads, withoutColumn } = headsOf([costCenter], columns);
      expect(heads).toEqual([undefined]);
      expect(withoutColumn).toContain("which are neither the technical names nor the labels");
    }
  });

  it("are not guessed where a label is that of several attributes", () => {
    const twins = [attribute("siteA", "Site"), attribute("siteB", "Site")];
    const why =
      'several attributes of the source have the label "Site", so nobody can tell whose column it is in the tenant\'s template for an upload; give each of them a label of its own';
    for (const columns of [
      [...system, "Site"],
      [...system, "Site", "Site"],
    ]) {
      expect(headsOf(twins, columns)).toEqual({
        ...{ heads: [undefined, undefined], problems: [], withoutColumn: why },
      });
    }
    expect(headsOf(twins, [...system, "siteA", "siteB"]).heads).toEqual(["siteA", "siteB"]);
  });

  it("are not guessed where one is there twice, or lacks", () => {
    const two = [costCenter, attribute("badge", "Badge")];
    expect(headsOf(two, [...system, "badge"]).heads).toEqual([undefined, undefined]);
    expect(headsOf(two, [...system, "badge", "badge"]).heads).toEqual([undefined, undefined]);
  });

  it("are named in one line, whatever is in their names", () => {
    expect(headsOf([costCenter], [...system, "Cost\ncenter", "more"]).withoutColumn).toContain(
      ' has the columns "Cost\\ncenter" and more, which',
    );
  });

  it("have none for a custom attribute that is called like one of the system", () => {
    expect(
      headsOf([attribute("email", "Private e-mail"), costCenter], [...system, "costCenter"]).heads,
    ).toEqual(["costCenter"]);
  });

  it("hold dates by the type of their attribute", () => {
    const { fields } = fieldsOf([attribute("since", "Since", "DATE")], [...system, "since"]);
    expect(fields.filter(({ isDate }) => isDate).map(({ name }) => name)).toEqual([
      "startDate",
      "endDate",
      "since",
    ]);
  });
});
