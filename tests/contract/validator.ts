/** Bodies against the schemas of the OpenAPI files. */
import Ajv2019, { type ErrorObject, type ValidateFunction } from "ajv/dist/2019";
import addFormats from "ajv-formats";
import { type Deviation, found } from "./deviation";
import { toJsonSchema } from "./json-schema";
import type { Content, Contract } from "./openapi";

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** The content that an operation documents for a media type. */
export interface MediaSchema {
  mediaType: string;
  schema: unknown;
  example?: unknown;
}

/** What a body has to be. */
export interface Expectation {
  part: Deviation["part"];
  /** Stands for the schema among all others. */
  key: string;
  file: string;
  schema: unknown;
}

/** Compiled schemas of all files, of each in two forms: what requests may have, and what answers must. */
export class Validators {
  readonly #ajv = new Ajv2019({ strict: false, allErrors: true, logger: false });
  readonly #compiled = new Map<string, ValidateFunction>();
  readonly #contracts: ReadonlyMap<string, Contract>;

  constructor(contracts: ReadonlyMap<string, Contract>) {
    this.#contracts = contracts;
    addFormats(this.#ajv);
    this.#ajv.addFormat("UUID", UUID);
    for (const { file, schemas } of contracts.values()) {
      for (const part of ["request", "response"] as const) {
        const scope = this.#scopeOf(file, part);
        const translated = Object.entries(schemas).map(([name, schema]) => [
          name,
          toJsonSchema(schema, scope, false),
        ]);
        const components = { schemas: Object.fromEntries(translated) };
        this.#ajv.addSchema({ $id: scope.base, components });
      }
    }
  }

  /** What in the value is not as expected. */
  validate({ part, key, file, schema }: Expectation, value: unknown): Deviation[] {
    const name = `${part} ${key}`;
    let validator = this.#compiled.get(name);
    if (!validator) {
      const translated = toJsonSchema(schema, this.#scopeOf(file, part), true);
      validator = this.#ajv.compile(translated && typeof translated === "object" ? translated : {});
      this.#compiled.set(name, validator);
    }
    if (validator(value)) return [];
    // That the branch of a nullable schema failed says nothing beyond the failure itself.
    const errors = (validator.errors ?? []).filter(({ keyword }) => keyword !== "if");
    return errors.map((error) => fromAjv(part, error));
  }

  #scopeOf(file: string, part: Deviation["part"]) {
    const { schemas = {}, demandsAll = true } = this.#contracts.get(file) ?? {};
    return { schemas, base: `${file}-${part}`, isComplete: part === "response" && demandsAll };
  }
}

/** What is documented for a content type, or that nothing is. */
export function contentOf(
  content: Content,
  contentType: string | undefined,
  part: Deviation["part"],
): MediaSchema | Deviation {
  const mediaType = (contentType ?? "").split(";")[0]?.trim().toLowerCase() ?? "";
  const documented = content[mediaType];
  const charset = /;\s*charset="?([^";\s]+)/i.exec(contentType ?? "")?.[1] ?? "utf-8";
  if (!/^utf-8$/i.test(charset)) {
    return found(part, "content type", "charset", `must be in UTF-8, not ${charset}`);
  }
  if (documented) {
    return { mediaType, schema: documented.schema ?? {}, example: documented.example };
  }
  const known = Object.keys(content).join(" or ");
  return found(part, "content type", "unknown", `must be ${known}, not "${contentType ?? ""}"`);
}

/** A JSON text that the log has cut cannot be judged, and must not pass unjudged. */
export function cutInLog(part: Deviation["part"]): Deviation {
  return found(part, "", "log", "the log has only the beginning: raise maxLoggedBody");
}

function fromAjv(part: Deviation["part"], error: ErrorObject): Deviation {
  const { keyword, instancePath, message = "", params } = error;
  const property: unknown = params.unevaluatedProperty;
  if (typeof property === "string") {
    return found(part, `${instancePath}/${property}`, "unknown", "is not in the schema");
  }
  const missing: unknown = params.missingProperty;
  if (part === "response" && typeof missing === "string") {
    return found(part, `${instancePath}/${missing}`, "required", "is missing");
  }
  return found(part, instancePath, keyword, `${message} ${JSON.stringify(params)}`);
}
