/** Random set-ups as texts of programs. */
import { type Declaration, resourcesOf } from "../provider/resources/declaration";
import { declareAttribute, declareSource } from "./scenario";

/** A program that declares this. */
export function programOf(declared: Declaration): string {
  return resourcesOf(declared)
    .map(({ name, source, inputs }) =>
      source === undefined ? declareSource(name, inputs) : declareAttribute(name, source, inputs),
    )
    .join("");
}
