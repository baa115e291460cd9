/** The official OpenAPI files: which operation a request is, and what it may look like. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import {
  documentedFilters,
  documentedPatch,
  documentedSorters,
  type FilterFields,
  type PatchFields,
} from "./documented";

const FOLDER = join(__dirname, "..", "fixtures", "openapi");
const METHODS = ["get", "post", "put", "patch", "delete"] as const;

export interface Parameter {
  $ref?: string;
  in: string;
  name: string;
  description?: string;
  required?: boolean;
  schema?: {
    type?: string;
    minimum?: number;
    maximum?: number;
    default?: number;
    enum?: string[];
  };
}

export interface Content {
  [mediaType: string]: { schema?: unknown; example?: unknown };
}

interface ResponseObject {
  $ref?: string;
  content?: Content;
}

interface OperationObject {
  operationId: string;
  description?: string;
  /** Ways to get a token, each with the scopes of which one is needed. */
  security: Partial<Record<"userAuth" | "applicationAuth", string[]>>[];
  "x-sailpoint-userLevels"?: string[];
  parameters?: Parameter[];
  requestBody?: { required?: boolean; description?: string; content?: Content };
  responses: Record<string, ResponseObject>;
}

/** As much of a file as is read. */
export interface OpenApiDocument {
  paths: Record<string, Partial<Record<string, OperationObject>>>;
  components: {
    schemas: Record<string, unknown>;
    parameters: Record<string, Parameter>;
    responses: Record<string, ResponseObject>;
  };
}

/** An operation with its references to parameters and responses resolved. */
export interface Operation {
  /** Name of the file, without extension. */
  file: string;
  operationId: string;
  method: string;
  /** Path without version. */
  template: string;
  /** One of these scopes is needed. */
  scopes: string[];
  /** One of these user levels is needed; undefined where the file names none. */
  userLevels?: string[];
  /** Whether only a token with a user will do. */
  isUserOnly: boolean;
  /** Whether the operation can be called with a token alone. */
  needsToken: boolean;
  queryParameters: Parameter[];
  /** What the parameters `filters` and `sorters` can be by; nothing where there are none. */
  filters: FilterFields;
  sorters: readonly string[];
  /** What a patch may change. */
  patch: PatchFields;
  requestBody?: { required: boolean; content: Content };
  /** Content by status; empty where the answer has no body. */
  responses: Map<number, Content>;
}

/** A file and its schemas. */
export interface Contract {
  file: string;
  operations: Operation[];
  schemas: Record<string, unknown>;
  /** Whether answers must have all that is named: the official files require next to nothing of them. */
  demandsAll: boolean;
}

/** Reads one file of `tests/fixtures/openapi`. */
export function readContract(file: string): Contract {
  const document: OpenApiDocument = JSON.parse(readFileSync(join(FOLDER, `${file}.json`), "utf8"));
  return { ...contractOf(file, document), demandsAll: true };
}

/** What a document in the form of the files says; answers must have what its schemas require. */
export function contractOf(file: string, document: OpenApiDocument): Contract {
  const operations = Object.entries(document.paths).flatMap(([path, item]) =>
    METHODS.flatMap((method) => {
      const operation = item[method];
      return operation ? [resolveOperation(document, { file, path, method }, operation)] : [];
    }),
  );
  return { file, operations, schemas: document.components.schemas, demandsAll: false };
}

/** Collections that v3 lacks. */
const NOT_IN_V3: readonly string[] = ["identities", "workgroups", "sp-config", "task-status"];

/** Name of the file that judges a collection in that version; undefined where the version lacks it. */
export function fileOf(version: string, collection: string): string | undefined {
  if (collection.startsWith("non-employee-")) return nelmFile(version);
  const isMissing = version === "beta" || (version === "v3" && NOT_IN_V3.includes(collection));
  return isMissing ? undefined : "neighbours-v2025";
}

/** Name of the file that judges non-employee operations of that version. */
export function nelmFile(version: string): string {
  if (version === "v1" || version === "beta" || version === "v2026") return `nelm-${version}`;
  return "nelm-v2025";
}

/** The version and the version-less segments of a path; no version where it has none. */
export function splitPath(path: string): { version?: string; segments: string[] } {
  const segments = path.slice(1).split("/");
  const [first = "", second] = segments;
  if (/^(beta|v3|v202[4-6])$/.test(first)) return { version: first, segments: segments.slice(1) };
  if (second !== "v1") return { segments };
  return { version: "v1", segments: [first, ...segments.slice(2)] };
}

/** The last segment of a path, decoded. */
export function segmentOf(path: string): string {
  return decoded(path.split("/").at(-1) ?? "");
}

/** A segment as it is meant; as it is where it cannot be decoded. */
export function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}

/** Whether the segments are an instance of the template. */
export function fitsTemplate(template: string, segments: readonly string[]): boolean {
  const parts = template.slice(1).split("/");
  if (parts.length !== segments.length) return false;
  return parts.every((part, index) =>
    part.startsWith("{") ? segments[index] !== "" : part === segments[index],
  );
}

function resolveOperation(
  { components }: OpenApiDocument,
  { file, path, method }: { file: string; path: string; method: string },
  operation: OperationObject,
): Operation {
  const parameters = (operation.parameters ?? []).map((parameter) =>
    resolve(components.parameters, parameter),
  );
  const responses = Object.entries(operation.responses).map(
    ([status, response]) =>
      [Number(status), resolve(components.responses, response).content ?? {}] as const,
  );
  const { requestBody, description = "" } = operation;
  const textOf = (parameter: string) =>
    parameters.find(({ name }) => name === parameter)?.description ?? "";
  return {
    file,
    operationId: operation.operationId,
    method: method.toUpperCase(),
    template: `/${path.slice(1).replace(/^([^/]+)\/v1(?=\/|$)/, "$1")}`,
    scopes: [...new Set(operation.security.flatMap((way) => Object.values(way).flat()))],
    userLevels: operation["x-sailpoint-userLevels"],
    isUserOnly: operation.security.every((way) => way.applicationAuth === undefined),
    needsToken: operation.security.length > 0,
    queryParameters: parameters.filter((parameter) => parameter.in === "query"),
    filters: documentedFilters(textOf("filters")),
    sorters: documentedSorters(textOf("sorters")),
    patch: documentedPatch(`${description}\n${requestBody?.description ?? ""}`),
    requestBody: requestBody && {
      required: requestBody.required ?? false,
      content: requestBody.content ?? {},
    },
    responses: new Map(responses),
  };
}

function resolve<T extends { $ref?: string }>(components: Record<string, T>, item: T): T {
  if (item.$ref === undefined) return item;
  const target = components[item.$ref.split("/").at(-1) ?? ""];
  if (!target) throw new Error(`${item.$ref} leads nowhere`);
  return target;
}
