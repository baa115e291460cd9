/** Texts of request bodies: there, not empty, and not too long. */
import { badContent, badRequest } from "../error-body";
import type { JsonObject } from "../json";
import type { Limits } from "../settings";

/** A text of a body. */
export interface TextField {
  name: string;
  /** The limit that holds for it. */
  limit: "nameLength" | "textLength";
  /** Required ones must be there and not be empty; the others may be neither. @default false */
  isRequired?: boolean;
}

/**
 * Refuses a body with the gravest problem that its texts have. What is missing or of a wrong type is named together, and
 * with the caller's own findings, as in the API's own example; what is there but empty, or too long, has codes of its own.
 */
export function expectTexts(
  body: JsonObject,
  fields: readonly TextField[],
  limits: Limits,
  problems: readonly string[] = [],
): void {
  const wrong = [...fields.flatMap((field) => contentProblem(body, field)), ...problems];
  if (wrong.length > 0) throw badContent(wrong);
  const empty = fields.filter(({ name, isRequired }) => isRequired && body[name] === "");
  if (empty.length > 0) {
    throw badRequest("400.1.0", empty.map(({ name }) => `${name} must not be empty;`).join(" "));
  }
  const long = fields.filter(({ name, limit }) => lengthOf(body[name]) > limits[limit]);
  if (long.length > 0) {
    const texts = long.map(
      ({ name, limit }) => `${name} must have at most ${limits[limit]} characters;`,
    );
    throw badRequest("400.1.2", texts.join(" "));
  }
}

function contentProblem(body: JsonObject, { name, isRequired = false }: TextField): string[] {
  const value = body[name];
  if (typeof value === "string") return [];
  if (value === undefined) return isRequired ? [`${name} is required`] : [];
  return [`${name} must be a string`];
}

function lengthOf(value: unknown): number {
  return typeof value === "string" ? [...value].length : 0;
}
