/** A condition on a list, in the filter language of the API's standard collection parameters. */
export type Filter = string;

/** Everything whose field equals the value; the API mostly ignores case. For example `alias eq "ada.lovelace"`. */
export function equals(field: string, value: string): Filter {
  return `${field} eq ${quoted(value)}`;
}

/** Everything whose field is one of the values. For example `id in ("2c91...","2c92...")`. */
export function isIn(field: string, values: readonly string[]): Filter {
  return `${field} in (${values.map(quoted).join(",")})`;
}

/** Everything that fits at least one of the filters. */
export function anyOf(filters: readonly Filter[]): Filter {
  return filters.join(" or ");
}

/** Strings stand in double quotes, in which the quote and the backslash are escaped. */
function quoted(value: string): string {
  return `"${value.replace(/["\\]/g, "\\$&")}"`;
}
