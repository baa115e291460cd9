/** Which positions each switch has and which sizes each limit takes, and refusing what is none of them. */
import { isObject } from "./json";
import { type Behaviour, DEFAULT_LIMITS, type Limits } from "./settings";

type Positions = { readonly [Name in keyof Behaviour]: readonly Behaviour[Name][] };

const POSITIONS = {
  missingObject: ["404", "400.1.404"],
  patchReferences: ["both", "strings", "objects"],
  pathIds: ["sourceId", "id", "both"],
  downloadIds: ["sourceId", "id", "both"],
  emptyTexts: ["documented", "null", "empty", "absent"],
  clearText: ["any", "empty", "null", "remove"],
  patchAbsent: ["set", "refused"],
  systemNames: ["camelCase", "dotted"],
  systemFields: ["inferred", "plain"],
  technicalNames: ["any", "noDots"],
  deletedValues: ["dropped", "kept"],
  deletedRecords: ["dropped", "kept"],
  uniqueNames: ["all", "nonEmployee", "none"],
  nameCase: ["insensitive", "sensitive"],
  createWorkgroup: ["accepted", "refused", "ignored"],
  authoritativeDelete: ["refused", "accepted"],
  taskName: ["null", "text"],
  ownerPatch: ["accepted", "refused"],
  wireTypes: ["documented", "beta"],
  extraFields: [false, true],
  extraEnumValues: [false, true],
  listOrder: ["created", "reversed", "shuffled"],
  compositeFilters: ["accepted", "refused"],
  offsetAtEnd: ["empty", "refused"],
  rateWindow: ["fixed", "bucket"],
  retryAfter: ["seconds", "date", "none"],
  csv: ["example", "rfc4180", "excel"],
  csvColumns: ["technicalName", "label", "none"],
  csvManager: ["alias", "name"],
  accountNames: ["source", "tenant"],
  accountNameChange: ["accepted", "refused"],
  unknownData: ["refused", "dropped", "kept"],
  requiredData: ["enforced", "ignored"],
  endDateEditors: ["owner", "ownerAndManagers"],
  restrictedUpdate: ["refused", "forbidden", "ignored"],
  recordDates: ["asGiven", "utc"],
  bulkDeleteUnknown: ["ignored", "refused"],
  uploadColumns: ["refused", "ignored"],
  uploadErrors: ["atSubmission", "inJob"],
  uploadOverlap: ["jobFails", "refused"],
  uploadStatus: ["named", "nullAtFirst", "nullAlways"],
  bulkJobMs: [0, 500],
  noApprovers: ["approved", "pending", "refused"],
  requestsFor: ["managed", "made"],
  approvalsFor: ["all", "own"],
  deletedApprovals: ["cancelled", "dropped"],
  decidedDelete: ["accepted", "refused"],
  withoutDetail: ["reference", "absent"],
  unsetDecisions: ["absent", "null"],
  bogusContentEncoding: [false, true],
  timestampDigits: ["trimmed", 0, 3, 6, 9],
  visibleAfterMs: [0, 500],
  nameHeldMs: [0, 500],
  sourceLingersMs: [0, 500],
  clockSkewMs: [0, 3_600_000, -3_600_000],
} as const satisfies Positions;

/** Words that a switch takes and the table lacks: one makes the next line fail to compile. */
type Forgotten = {
  [Name in keyof Behaviour]: Exclude<Behaviour[Name], (typeof POSITIONS)[Name][number] | number>;
}[keyof Behaviour];

/** Every switch with its positions, the default first. Of those that take any number these are a few telling ones. */
export const BEHAVIOUR_POSITIONS: [Forgotten] extends [never] ? Positions : Forgotten = POSITIONS;

interface Range {
  lowest: number;
  highest: number;
}

/** Beyond that, instants would need years of more than four digits before long. */
const CENTURY_MS = 100 * 365 * 24 * 3_600_000;
const ANY_TIME: Range = { lowest: 0, highest: Number.MAX_SAFE_INTEGER };

/** The switches that take whole numbers. */
const NUMBERS: { readonly [Name in keyof Behaviour]?: Range } = {
  timestampDigits: { lowest: 0, highest: 9 },
  bulkJobMs: ANY_TIME,
  visibleAfterMs: ANY_TIME,
  nameHeldMs: ANY_TIME,
  sourceLingersMs: ANY_TIME,
  clockSkewMs: { lowest: -CENTURY_MS, highest: CENTURY_MS },
};

/** @throws Error that names each unknown switch or wrong value, and what is accepted */
export function assertBehaviour(value: unknown): asserts value is Partial<Behaviour> {
  assertSettings("behaviour", value, Object.keys(BEHAVIOUR_POSITIONS), behaviourProblem);
}

/** @throws Error that names each unknown limit or wrong value, and what is accepted */
export function assertLimits(value: unknown): asserts value is Partial<Limits> {
  assertSettings("limits", value, Object.keys(DEFAULT_LIMITS), (name, size) => {
    const range = { lowest: name === "windowMs" ? 1 : 0, highest: Number.MAX_SAFE_INTEGER };
    return isWhole(size, range) ? undefined : `must be ${describeRange(range)}`;
  });
}

/**
 * The same settings for programs: what is not known or cannot be is refused when it is set, not when it is too late.
 *
 * @throws Error (when a setting is changed) as `assert` does
 */
export function checkedSettings<T extends object>(
  settings: T,
  assert: (changes: unknown) => void,
): T {
  return new Proxy(settings, {
    set(target, name, value) {
      assert({ [name]: value });
      return value === undefined || Reflect.set(target, name, value);
    },
  });
}

/**
 * The defaults with the settings that are given; one that is undefined is not, and hides no default.
 *
 * @throws Error as `assert` does
 */
export function settingsWith<T extends object>(
  defaults: T,
  given: Partial<T> | undefined,
  assert: (settings: unknown) => void,
): T {
  assert(given ?? {});
  const entries = Object.entries(given ?? {}).filter(([, value]) => value !== undefined);
  return { ...defaults, ...Object.fromEntries(entries) };
}

/**
 * Switches given as texts, such as on a command line.
 *
 * @throws Error as `assertBehaviour`
 */
export function readBehaviour(texts: Readonly<Record<string, string>>): Partial<Behaviour> {
  const positions: Readonly<Record<string, readonly unknown[]>> = BEHAVIOUR_POSITIONS;
  const entries = Object.entries(texts).map(([name, text]) => {
    const known = Object.hasOwn(positions, name) ? positions[name] : undefined;
    const position = known?.find((one) => String(one) === text);
    return [name, position === undefined ? numberOrText(text) : position] as const;
  });
  const value: unknown = Object.fromEntries(entries);
  assertBehaviour(value);
  return value;
}

/**
 * Limits given as texts, such as on a command line.
 *
 * @throws Error as `assertLimits`
 */
export function readLimits(texts: Readonly<Record<string, string>>): Partial<Limits> {
  const entries = Object.entries(texts).map(([name, text]) => [name, numberOrText(text)] as const);
  const value: unknown = Object.fromEntries(entries);
  assertLimits(value);
  return value;
}

function assertSettings(
  what: string,
  value: unknown,
  names: readonly string[],
  problemOf: (name: string, value: unknown) => string | undefined,
): void {
  if (!isObject(value)) throw new Error(`${what} must be an object of ${names.join(", ")}`);
  const problems = Object.entries(value).flatMap(([name, setting]) => {
    if (setting === undefined) return [];
    if (!names.includes(name)) return `${what}.${name} is not known; there are ${names.join(", ")}`;
    const problem = problemOf(name, setting);
    return problem === undefined
      ? []
      : `${what}.${name} ${problem}, not ${JSON.stringify(setting) ?? String(setting)}`;
  });
  if (problems.length > 0) throw new Error(problems.join("\n"));
}

function behaviourProblem(name: string, value: unknown): string | undefined {
  const positions: Readonly<Record<string, readonly unknown[]>> = BEHAVIOUR_POSITIONS;
  const numbers: Readonly<Record<string, Range | undefined>> = NUMBERS;
  const [known = [], range] = [positions[name], numbers[name]];
  if (range ? isWhole(value, range) : false) return undefined;
  const words = known.filter((one) => !range || typeof one !== "number");
  if (words.includes(value)) return undefined;
  const accepted = [
    ...words.map((one) => JSON.stringify(one)),
    ...(range ? [describeRange(range)] : []),
  ];
  return `must be ${accepted.join(" or ")}`;
}

function isWhole(value: unknown, { lowest, highest }: Range): boolean {
  return Number.isSafeInteger(value) && Number(value) >= lowest && Number(value) <= highest;
}

function describeRange({ lowest, highest }: Range): string {
  if (highest < Number.MAX_SAFE_INTEGER) return `a whole number from ${lowest} to ${highest}`;
  return `a whole number of at least ${lowest}`;
}

function numberOrText(text: string): number | string {
  return /^-?\d+$/.test(text) ? Number(text) : text;
}
