/** Judging whether an answer is about the object that the request names. */
import { DEFAULT_BEHAVIOUR, type LoggedRequest } from "../../simulator/index";
import { type Deviation, found } from "./deviation";
import { type Operation, segmentOf } from "./openapi";
import { fieldOf, isObject } from "./value";

const READING: readonly string[] = ["GET", "PUT", "PATCH"];
const SOURCE = "/non-employee-sources/{sourceId}";

/** That the object answered to a read or a change is another one than that of the path. */
export function judgeObject({ method, template }: Operation, entry: LoggedRequest): Deviation[] {
  const { path, responseBody } = entry;
  if (!READING.includes(method) || !template.endsWith("}") || !isObject(responseBody)) return [];
  const wanted = segmentOf(path);
  const fields = template === SOURCE ? sourceIds(entry) : ["id"];
  const ids = fields.map((field) => fieldOf(responseBody, field));
  // That there is no id is the schema's to find; a path that ends with no id, as that of a summary, has none in its answer.
  if (ids.every((id) => id === undefined) || ids.includes(wanted)) return [];
  return [found("response", `/${fields[0]}`, "object", `the path names "${wanted}"`)];
}

/** Which of a source's two ids stand in paths is not known: the tenant's switch says it. */
function sourceIds({ behaviour }: LoggedRequest): string[] {
  const { pathIds } = { ...DEFAULT_BEHAVIOUR, ...behaviour };
  return pathIds === "both" ? ["sourceId", "id"] : [pathIds];
}
