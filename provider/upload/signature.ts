/** What a row and a record are told to be equal by, in little memory. */
import { hash } from "node:crypto";
import type { NonEmployeeRecord } from "../api";
import { cellText } from "../resources/backup-csv";
import type { Field } from "./field";
import { instantOf } from "./instant";

/** Bytes of the hash of each value, each a character. 48 bits: two values that differ have the same once in 280 million million times. */
const length = 6;

/** The values of a record in the order of the fields; what is null or not there is an empty text. */
export function valuesOf(record: NonEmployeeRecord, fields: readonly Field[]): string[] {
  return fields.map(({ name, system }) => {
    if (system !== undefined) return cellText(record[system]);
    // `hasOwn`: every object has a "constructor", and an attribute may be called so.
    return cellText(Object.hasOwn(record.data, name) ? record.data[name] : undefined);
  });
}

/** Equal for two lists of values of the same fields if all values are equal, dates by their instants. */
export function signatureOf(fields: readonly Field[], values: readonly string[]): string {
  return fields
    .map(({ isDate }, index) => {
      const value = values[index] ?? "";
      const compared = isDate ? (instantOf(value) ?? value) : value;
      return hash("sha256", String(compared), "binary").slice(0, length);
    })
    .join("");
}

/** The names of the fields in which two differ. */
export function differences(fields: readonly Field[], one: string, other: string): string[] {
  const part = (signature: string, index: number) =>
    signature.slice(index * length, (index + 1) * length);
  return fields
    .filter((_, index) => part(one, index) !== part(other, index))
    .map(({ name }) => name);
}

/** The signature of a record that has the one's fields from the one and all others from the other. */
export function mergedSignature(
  fields: readonly Field[],
  one: { fields: readonly Field[]; signature: string },
  other: string,
): string {
  if (one.fields.length === fields.length) return one.signature;
  return fields
    .map((field, index) => {
      const own = one.fields.indexOf(field);
      const [signature, at] = own === -1 ? [other, index] : [one.signature, own];
      return signature.slice(at * length, (at + 1) * length);
    })
    .join("");
}
