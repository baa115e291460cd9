/** Judges exchanges by the official OpenAPI files: requests and answers alike. */
import Ajv2019, { type ErrorObject, type ValidateFunction } from "ajv/dist/2019";
import addFormats from "ajv-formats";
import type { LoggedRequest } from "../../simulator/index";
import { csvProblems } from "./csv";
import { acceptance, type Deviation } from "./deviation";
import { toJsonSchema } from "./json-schema";
import {
  type Content,
  type Contract,
  fitsTemplate,
  nelmFile,
  type Operation,
  type Parameter,
  readContract,
  splitPath,
} from "./openapi";

const FILES = ["nelm-v1", "nelm-v2025", "nelm-v2026", "nelm-beta", "neighbours-v2025"] as const;
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

export interface Judge {
  contracts: ReadonlyMap<string, Contract>;
  /**
   * What in an exchange differs from the files. Scripted answers are not judged, their requests are. Switches with which the
   * tenant leaves the contract on purpose are in the entry.
   */
  judge(entry: LoggedRequest): Deviation[];
}

export function createJudge(): Judge {
  const contracts = new Map(FILES.map((file) => [file as string, readContract(file)]));
  const validators = new Validators(contracts);
  return {
    contracts,
    judge(entry) {
      if (entry.path.startsWith("/oauth/")) return [];
      const operation = findOperation(contracts, entry);
      const deviations = operation
        ? [
            ...judgeRequest(operation, entry, validators),
            ...judgeAnswer(operation, entry, validators),
          ]
        : [found("request", "operation", "unknown", `no file has ${entry.method} ${entry.path}`)];
      return deviations.filter((one) => acceptance(one, entry) === undefined);
    },
  };
}

function findOperation(
  contracts: ReadonlyMap<string, Contract>,
  { method, path }: LoggedRequest,
): Operation | undefined {
  const { version, segments } = splitPath(path);
  if (version === undefined) return undefined;
  const file = segments[0]?.startsWith("non-employee-") ? nelmFile(version) : "neighbours-v2025";
  const fitting = contracts
    .get(file)
    ?.operations.filter((one) => one.method === method && fitsTemplate(one.template, segments));
  return fitting?.find(({ template }) => !template.endsWith("}")) ?? fitting?.[0];
}

function judgeRequest(
  operation: Operation,
  entry: LoggedRequest,
  validators: Validators,
): Deviation[] {
  const { queryParameters, requestBody } = operation;
  const unknown = Object.keys(entry.query).filter(
    (name) => !queryParameters.some((parameter) => parameter.name === name),
  );
  const deviations = [
    ...unknown.map((name) => found("request", "query", "unknown", `"${name}" is not documented`)),
    ...queryParameters.flatMap((parameter) =>
      judgeParameter(parameter, entry.query[parameter.name]),
    ),
  ];
  if (entry.body === undefined) {
    if (requestBody?.required)
      deviations.push(found("request", "", "required", "the body is missing"));
    return deviations;
  }
  if (!requestBody)
    return [...deviations, found("request", "", "unknown", "a body is not documented")];
  const schema = contentOf(requestBody.content, entry.headers["content-type"], "request");
  if ("part" in schema) return [...deviations, schema];
  if (entry.bodyLength !== undefined) return [...deviations, cutInLog("request")];
  const key = `${operation.file} ${operation.operationId} request ${schema.mediaType}`;
  return [
    ...deviations,
    ...validators.validate("request", key, operation.file, schema, entry.body),
  ];
}

function judgeParameter({ name, required, schema = {} }: Parameter, value: unknown): Deviation[] {
  if (value === undefined) {
    return required ? [found("request", "query", "required", `"${name}" is missing`)] : [];
  }
  const problem = parameterProblem(schema, value);
  return problem ? [found("request", "query", "type", `"${name}" ${problem}`)] : [];
}

function parameterProblem(
  schema: NonNullable<Parameter["schema"]>,
  value: unknown,
): string | undefined {
  if (typeof value !== "string") return "is given more than once";
  if (schema.type === "boolean" && !/^(true|false)$/.test(value)) return "must be true or false";
  if (schema.enum && !schema.enum.includes(value))
    return `must be one of ${schema.enum.join(", ")}`;
  if (schema.type !== "integer") return undefined;
  if (!/^-?\d+$/.test(value)) return "must be an integer";
  const { minimum = Number.NEGATIVE_INFINITY, maximum = Number.POSITIVE_INFINITY } = schema;
  const isInside = Number(value) >= minimum && Number(value) <= maximum;
  return isInside ? undefined : `must be ${minimum} to ${maximum}`;
}

function judgeAnswer(
  operation: Operation,
  entry: LoggedRequest,
  validators: Validators,
): Deviation[] {
  if (entry.fault !== undefined || entry.isAborted) return [];
  const { status, responseBody, responseHeaders = {} } = entry;
  if (status === undefined) return [found("response", "status", "missing", "there is no answer")];
  const documented = operation.responses.get(status);
  const deviations: Deviation[] = [];
  if (!documented) {
    deviations.push(found("response", "status", "unknown", `${status} is not documented`));
  }
  if (status === 429 && !/^\d+$/.test(responseHeaders["retry-after"] ?? "")) {
    deviations.push(found("response", "Retry-After", "required", "a 429 needs whole seconds"));
  }
  if (!documented && status < 400) return deviations;
  // An undocumented error is still expected to have the body that all documented ones have.
  const content = documented ?? operation.responses.get(400) ?? {};
  if (Object.keys(content).length === 0) {
    if (responseBody === undefined) return deviations;
    return [...deviations, found("response", "", "unknown", `a ${status} has no body`)];
  }
  if (responseBody === undefined) {
    return [...deviations, found("response", "", "required", "the body is missing")];
  }
  const schema = contentOf(content, responseHeaders["content-type"], "response");
  if ("part" in schema) return [...deviations, schema];
  if (schema.mediaType === "text/csv") {
    return [...deviations, ...judgeCsv(entry, schema.example)];
  }
  if (entry.responseBodyLength !== undefined) return [...deviations, cutInLog("response")];
  const key = `${operation.file} ${operation.operationId} ${documented ? status : 400} ${schema.mediaType}`;
  const { file } = operation;
  return [...deviations, ...validators.validate("response", key, file, schema, responseBody)];
}

/** A JSON text that the log has cut cannot be judged, and must not pass unjudged. */
function cutInLog(part: Deviation["part"]): Deviation {
  return found(part, "", "log", "the log has only the beginning: raise maxLoggedBody");
}

function judgeCsv(entry: LoggedRequest, example: unknown): Deviation[] {
  const { responseBody: body, responseBodyLength } = entry;
  if (typeof body !== "string" || typeof example !== "string") {
    return [found("response", "", "type", "must be a text like the example of the file")];
  }
  return csvProblems(body, example, responseBodyLength !== undefined).map(({ place, problem }) =>
    found("response", `csv ${place}`, "csv", problem),
  );
}

interface MediaSchema {
  mediaType: string;
  schema: unknown;
  example?: unknown;
}

function contentOf(
  content: Content,
  contentType: string | undefined,
  part: Deviation["part"],
): MediaSchema | Deviation {
  const mediaType = (contentType ?? "").split(";")[0]?.trim().toLowerCase() ?? "";
  const documented = content[mediaType];
  if (documented) {
    return { mediaType, schema: documented.schema ?? {}, example: documented.example };
  }
  const known = Object.keys(content).join(" or ");
  return found(part, "content type", "unknown", `must be ${known}, not "${contentType ?? ""}"`);
}

/** Compiled schemas of all files. */
class Validators {
  readonly #ajv = new Ajv2019({ strict: false, allErrors: true, logger: false });
  readonly #compiled = new Map<string, ValidateFunction>();
  readonly #contracts: ReadonlyMap<string, Contract>;

  constructor(contracts: ReadonlyMap<string, Contract>) {
    this.#contracts = contracts;
    addFormats(this.#ajv);
    this.#ajv.addFormat("UUID", UUID);
    for (const { file, schemas } of contracts.values()) {
      const scope = { schemas, base: file };
      const translated = Object.entries(schemas).map(([name, schema]) => [
        name,
        toJsonSchema(schema, scope, false),
      ]);
      this.#ajv.addSchema({ $id: file, components: { schemas: Object.fromEntries(translated) } });
    }
  }

  validate(
    part: Deviation["part"],
    key: string,
    file: string,
    { schema }: MediaSchema,
    value: unknown,
  ): Deviation[] {
    let validator = this.#compiled.get(key);
    if (!validator) {
      const scope = { schemas: this.#contracts.get(file)?.schemas ?? {}, base: file };
      const translated = toJsonSchema(schema, scope, true);
      validator = this.#ajv.compile(translated && typeof translated === "object" ? translated : {});
      this.#compiled.set(key, validator);
    }
    if (validator(value)) return [];
    // That the branch of a nullable schema failed says nothing beyond the failure itself.
    const errors = (validator.errors ?? []).filter(({ keyword }) => keyword !== "if");
    return errors.map((error) => fromAjv(part, error));
  }
}

function fromAjv(part: Deviation["part"], error: ErrorObject): Deviation {
  const { keyword, instancePath, message = "", params } = error;
  const property: unknown = params.unevaluatedProperty;
  if (typeof property === "string") {
    return found(part, `${instancePath}/${property}`, "unknown", "is not in the schema");
  }
  return found(part, instancePath, keyword, `${message} ${JSON.stringify(params)}`);
}

function found(part: Deviation["part"], place: string, rule: string, problem: string): Deviation {
  return { part, place, rule, problem };
}
