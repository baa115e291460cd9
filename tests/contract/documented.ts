/** What the OpenAPI files say in texts alone: the fields of filters, sorters and patches. */

/** Operators by the field that can be filtered by. */
export type FilterFields = Readonly<Record<string, readonly string[]>>;

/** What the first segment of a patch's path may be. */
export interface PatchFields {
  /** Only these. */
  allowed?: readonly string[];
  /** All but these. */
  refused?: readonly string[];
}

/** From `**id**: *eq, in*`, one line each. */
export function documentedFilters(text: string): FilterFields {
  const lines = [...text.matchAll(/^\*\*([\w.]+)\*\*: \*([\w, ]+)\*/gm)];
  return Object.fromEntries(
    lines.map(([, field = "", operators = ""]) => [field, operators.split(", ").sort()]),
  );
}

/** From `following fields: **name, created**`; none from any other text. */
export function documentedSorters(text: string): string[] {
  const fields = /following fields: \*\*([\w., ]+)\*\*/.exec(text)?.[1];
  return fields?.split(/, ?/).sort() ?? [];
}

/**
 * From one of three forms: `Patchable field: **name, description**`; `allowed for update ':' 'label', 'helpText'`; and
 * `cannot be changed:` before a list of lines with a star.
 */
export function documentedPatch(text: string): PatchFields {
  const named = /Patchable field: \*\*([\w, ]+)\*\*/.exec(text)?.[1];
  if (named !== undefined) return { allowed: named.split(/, ?/) };
  const quoted = /allowed for update ':' ((?:'\w+'(?:, )?)+)/.exec(text)?.[1];
  if (quoted !== undefined)
    return { allowed: [...quoted.matchAll(/\w+/g)].map(([field]) => field) };
  const refused = /cannot be changed:\n\n((?:\* \w+\n)+)/.exec(text)?.[1];
  return refused === undefined ? {} : { refused: [...refused.matchAll(/\w+/g)].map(String) };
}
