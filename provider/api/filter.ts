import { ArgumentError } from "./error";

/** A condition on a list, in the filter language of the API's standard collection parameters. */
export type Filter = string;

/** Everything whose field equals the value; the API mostly ignores case. For example `alias eq "ada.lovelace"`. */
export function equals(field: string, value: string): Filter {
  return `${field} eq ${quoted(value)}`;
}

/**
 * Everything whose field is one of the values. For example `id in ("2c91...","2c92...")`.
 *
 * @throws ArgumentError without any value: the API knows no empty list.
 */
export function isIn(field: string, values: readonly string[]): Filter {
  if (values.length === 0) {
    throw new ArgumentError(`filter on ${field}: values: must not be empty - pass one at least`);
  }
  return `${field} in (${values.map(quoted).join(",")})`;
}

/**
 * Everything that fits at least one of the filters.
 *
 * @throws ArgumentError without any filter, which the API would take for everything.
 */
export function anyOf(filters: readonly Filter[]): Filter {
  if (filters.length === 0) {
    throw new ArgumentError("filter: there is none to fit - pass one at least");
  }
  return filters.join(" or ");
}

/** Strings stand in double quotes, in which the quote and the backslash are escaped. */
function quoted(value: string): string {
  return `"${value.replace(/["\\]/g, "\\$&")}"`;
}
