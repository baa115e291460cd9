/** What says who a non-employee is: options of commands that write it, columns of those that show it. */
import { type Command, InvalidArgumentError } from "commander";
import type { z } from "zod";
import { type NonEmployeeRequestBody, nonEmployeeRequestBodySchema } from "../provider/api";
import type { Column } from "./output";
import { printable } from "./printable";

type Data = Record<string, string>;

/** What the options give; what was not given is undefined. */
export type PersonOptions = Partial<Omit<NonEmployeeRequestBody, "sourceId">>;

const instant = "ISO 8601 instant, such as 2027-01-31T00:00:00Z";

/** The options by the fields of the API. */
const fields = {
  accountName: ["--account-name <text>", "name of the account, unique in its source"],
  firstName: ["--first-name <text>", "first name"],
  lastName: ["--last-name <text>", "last name"],
  email: ["--email <text>", "e-mail"],
  phone: ["--phone <text>", "phone number"],
  manager: ["--manager <alias>", "manager: the alias of an identity, not its id"],
  startDate: ["--start-date <instant>", instant],
  endDate: ["--end-date <instant>", instant],
} as const;

type Field = keyof typeof fields;

/** The fields in the order in which they are shown. */
export const personFields: readonly Field[] = [
  "accountName",
  "firstName",
  "lastName",
  "email",
  "phone",
  "manager",
  "startDate",
  "endDate",
];

const dataAndFields: readonly (keyof PersonOptions)[] = [...personFields, "data"];

/** Adds an option for each field, and `--data` for the custom attributes. @param isWhole whether each field must be given */
export function addPersonOptions<T extends Command>(command: T, isWhole: boolean): T {
  for (const field of personFields) {
    const [flags, text] = fields[field];
    if (isWhole) command.requiredOption(flags, text);
    else command.option(flags, text);
  }
  command.option(
    "--data <name=value>",
    "value of a custom attribute by its technical name; may be given several times",
    collectData,
  );
  return command;
}

/** The name is all before the first `=`, so the value may have others. */
function collectData(text: string, before: Data | undefined): Data {
  const at = text.indexOf("=");
  const name = at === -1 ? "" : text.slice(0, at);
  if (name === "") {
    throw new InvalidArgumentError("It must be <technicalName>=<value>, such as costCenter=4711.");
  }
  if (name === "__proto__") {
    throw new InvalidArgumentError(`No attribute can be called "${name}".`);
  }
  if (before !== undefined && Object.hasOwn(before, name)) {
    throw new InvalidArgumentError(`"${name}" is given twice.`);
  }
  return Object.fromEntries([...Object.entries(before ?? {}), [name, text.slice(at + 1)]]);
}

/** The values that were given, without the other options of the command. @throws Error that names each wrong option */
export function personValues(options: PersonOptions): PersonOptions {
  const given = Object.fromEntries(
    dataAndFields.flatMap((name) => (options[name] === undefined ? [] : [[name, options[name]]])),
  );
  return checked(nonEmployeeRequestBodySchema.partial().safeParse(given), given);
}

/** A whole non-employee as the API takes it. @throws Error that names each option that is missing or wrong */
export function personOf(sourceId: string, options: PersonOptions): NonEmployeeRequestBody {
  const given = { ...personValues(options), sourceId };
  return checked(nonEmployeeRequestBodySchema.safeParse(given), given);
}

function checked<T>(parsed: z.ZodSafeParseResult<T>, given: Readonly<Record<string, unknown>>): T {
  if (parsed.success) return parsed.data;
  const problems = new Map<string, string>();
  for (const { path, message, code } of parsed.error.issues) {
    const field = personFields.find((one) => one === path[0]);
    const option = field === undefined ? "--data" : optionOf(field);
    const isMissing = given[String(path[0])] === undefined;
    const problem = isMissing ? "is needed" : code === "too_small" ? "must not be empty" : message;
    // One problem of each option is enough to correct it.
    if (!problems.has(option)) problems.set(option, `${option} ${problem}`);
  }
  throw new Error([...problems.values()].join("; "));
}

/** The option of a field, for messages. */
function optionOf(field: Field): string {
  return fields[field][0].split(" ")[0] ?? field;
}

/** Left out of tables of lists. */
const wideFields: readonly Field[] = ["email", "phone", "startDate"];

/** Columns of the fields, with the custom attributes as JSON. */
export const personColumns: readonly Column<Partial<Record<Field | "data", unknown>>>[] = [
  ...personFields.map((name) => ({
    name,
    of: (person: Partial<Record<Field, unknown>>) => person[name],
    isWide: wideFields.includes(name),
  })),
  { name: "data", of: ({ data }) => (isEmpty(data) ? undefined : data), isWide: true },
];

function isEmpty(data: unknown): boolean {
  return typeof data === "object" && data !== null && Object.keys(data).length === 0;
}

/** `William Smith (william.smith)`, on one line, for messages. */
export function personText({
  firstName,
  lastName,
  accountName,
}: Partial<Record<Field, string | null | undefined>>): string {
  const name = [firstName, lastName].filter(Boolean).join(" ");
  if (!accountName) return printable(name || "somebody");
  return printable(name === "" ? accountName : `${name} (${accountName})`);
}
