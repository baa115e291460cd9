import { z } from "zod";
import { ArgumentError, type ErrorContext, ResponseShapeError } from "./error";

/** A person or group in an answer; `type` is `IDENTITY` or `GOVERNANCE_GROUP`, later perhaps more. */
export const referenceSchema = z.looseObject({
  id: z.string().min(1),
  type: z.string().nullish(),
  name: z.string().nullish(),
});

/** A person or group in an answer. */
export type Reference = z.infer<typeof referenceSchema>;

/**
 * A field of an answer that the API may leave out or send as null, which both stand for one value.
 *
 * @param schema - Of the field where it has a value.
 * @param value - Makes what stands there instead, for each answer anew.
 */
export function nullAs<T>(schema: z.ZodType<T>, value: () => NoInfer<T>) {
  return (
    schema
      .nullish()
      // Not `transform`, which would keep many thousand records in memory for long after the last use.
      .overwrite((found) => found ?? value())
      .pipe(z.custom<T>((found) => found !== null && found !== undefined))
  );
}

/** A list of references in an answer, where null and absent mean none. */
export const referenceListSchema = nullAs(z.array(referenceSchema), () => []);

/** A query parameter that is sent as it is; an empty one would be taken for none. */
export const queryTextSchema = z.string().min(1);

/**
 * A comma list of keys to sort by, each with `-` before it for the reverse order.
 *
 * @param keys - The keys that the operation documents; the API refuses others.
 */
export function sortersSchema(keys: readonly string[]): z.ZodType<string> {
  const wrongKey = (text: string) =>
    text.split(",").find((part) => !keys.includes(part.trim().replace(/^-/, "")));
  return z.string().refine((text) => wrongKey(text) === undefined, {
    error: ({ input }) =>
      `must be a comma list of ${keys.join(", ")}, each with - before it for the reverse order; not one of them is ${JSON.stringify(wrongKey(String(input)))}`,
  });
}

/** What is wrong with a value, one part per problem, each naming its field; values are left out, they may be personal. */
export function describeIssues(error: z.ZodError): string {
  return error.issues
    .slice(0, 5)
    .map((issue) => `${issue.path.map(String).join(".") || "(whole)"}: ${issue.message}`)
    .join("; ");
}

/**
 * Checks a value of the caller against the schema of a request.
 *
 * @param label - Operation and thing, the beginning of the message.
 * @throws ArgumentError that names the fields.
 */
export function checkArgument<T>(
  schema: z.ZodType<T>,
  value: unknown,
  label: string,
  operation: string,
): T {
  const result = schema.safeParse(value);
  if (!result.success) {
    throw new ArgumentError(
      `${label}: ${describeIssues(result.error)} - correct these and try again`,
      {
        operation,
      },
    );
  }
  return result.data;
}

/** The name of something that is not checked yet, in quotes, for the label of its call. */
export function named(body: unknown, key: string): string {
  const entries = typeof body === "object" && body !== null ? Object.entries(body) : [];
  return JSON.stringify(entries.find(([name]) => name === key)?.[1] ?? "");
}

/** The parts of an answer that its shape is checked with. */
export interface CheckedAnswer {
  readonly label: string;
  readonly context: ErrorContext;
  readonly status: number;
  readonly trackingId: string | undefined;
  readonly body: unknown;
}

/**
 * Checks an answer against its schema.
 *
 * @throws ResponseShapeError that names the fields.
 */
export function checkAnswer<T>(schema: z.ZodType<T>, answer: CheckedAnswer): T {
  const result = schema.safeParse(answer.body);
  if (!result.success) {
    throw shapeError(answer, `the answer has another shape: ${describeIssues(result.error)}`);
  }
  return result.data;
}

/** The error for an answer with a status of 2xx that cannot be used. */
export function shapeError(
  answer: Omit<CheckedAnswer, "body">,
  problem: string,
  cause?: unknown,
): ResponseShapeError {
  const tracking = answer.trackingId === undefined ? "" : ` (tracking id ${answer.trackingId})`;
  const effect =
    answer.context.method === "GET"
      ? ""
      : `; the call itself succeeded, so ${answer.context.look ?? "look"} before repeating`;
  return new ResponseShapeError(
    `${answer.label}: ${answer.status}, but ${problem}${tracking} - try again; if it persists, ` +
      `check the base URL and the API version${effect}`,
    answer.context,
    { status: answer.status, trackingId: answer.trackingId, cause },
  );
}
