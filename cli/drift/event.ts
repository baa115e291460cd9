/**
 * What the Pulumi engine says of a run: a stream of JSON objects, one a line, of which only the parts that are needed here are
 * named. What cannot be read is kept as a problem: a run that was not understood proves nothing.
 */
import { z } from "zod";
import type { Props, Value } from "../../provider/resources/handler";

/** What JSON can hold. */
export const valueSchema: z.ZodType<Value> = z.lazy(() =>
  z.union([z.null(), z.boolean(), z.number(), z.string(), z.array(valueSchema), props]),
);
const props: z.ZodType<Props> = z.lazy(() => z.record(z.string(), valueSchema));

const stateSchema = z.looseObject({
  id: z.string().optional(),
  inputs: props.nullish(),
  outputs: props.nullish(),
});

const metadataSchema = z.looseObject({
  op: z.string(),
  urn: z.string(),
  old: stateSchema.nullish(),
  new: stateSchema.nullish(),
});

const eventSchema = z.looseObject({
  resourcePreEvent: z.looseObject({ metadata: metadataSchema }).optional(),
  resOutputsEvent: z.looseObject({ metadata: metadataSchema }).optional(),
  resOpFailedEvent: z.looseObject({ metadata: metadataSchema }).optional(),
  diagnosticEvent: z
    .looseObject({
      severity: z.string(),
      message: z.string(),
      urn: z.string().optional(),
      ephemeral: z.boolean().optional(),
    })
    .optional(),
  errorEvent: z.looseObject({ error: z.string() }).optional(),
  summaryEvent: z.looseObject({}).optional(),
});

/** What a refresh has found of one resource. */
export interface Finding {
  /** Id in the state. */
  id: string | undefined;
  /** What has changed: `same`, `update` or `delete`. */
  op: string;
  /** Inputs and outputs in the state; secrets are hidden. */
  before: { inputs: Props; outputs: Props };
  /** The same as the tenant has it; undefined if it is gone. */
  after: { inputs: Props; outputs: Props } | undefined;
}

/** Everything that a run has told. */
export interface Told {
  /** By URN, which is that of the program where it has given a resource another name under an alias. */
  findings: Map<string, Finding>;
  /** URNs of resources that the program looks up (`.get`), whatever the stack does with them. */
  lookedUp: Set<string>;
  /** URNs of resources with which the run has failed. */
  failed: Set<string>;
  /** Messages of errors, each with the URN of its resource. */
  errors: { message: string; urn: string | undefined }[];
  warnings: string[];
  /** Whether the run came to its end. */
  isComplete: boolean;
  /** The first line that could not be read. */
  unread?: string;
}

/** Reads a whole stream. */
export function readEvents(text: string): Told {
  const told: Told = {
    findings: new Map(),
    lookedUp: new Set(),
    failed: new Set(),
    errors: [],
    warnings: [],
    isComplete: false,
  };
  // Resources that are being read. Only then is what comes out of a step what the tenant has: with `--run-program`, a resource
  // that was found to be gone is registered by the program right afterwards, which gives it a step "same" of its own.
  const reading = new Set<string>();
  for (const line of text.split("\n")) {
    if (line.trim() === "") continue;
    const event = parseEvent(line);
    if (event) add(told, reading, event);
    else told.unread ??= line.slice(0, 200);
  }
  return told;
}

function parseEvent(line: string): z.infer<typeof eventSchema> | undefined {
  try {
    return eventSchema.parse(JSON.parse(line));
  } catch {
    return undefined;
  }
}

function add(told: Told, reading: Set<string>, event: z.infer<typeof eventSchema>): void {
  const { resourcePreEvent, resOutputsEvent, resOpFailedEvent, errorEvent } = event;
  if (resourcePreEvent?.metadata.op === "refresh") reading.add(resourcePreEvent.metadata.urn);
  if (resourcePreEvent?.metadata.op === "read") told.lookedUp.add(resourcePreEvent.metadata.urn);
  if (resOutputsEvent) {
    const { op, urn, old, new: after } = resOutputsEvent.metadata;
    if (reading.delete(urn)) {
      const found = { id: old?.id, op, before: bag(old), after: after ? bag(after) : undefined };
      told.findings.set(urn, found);
    }
  }
  if (resOpFailedEvent) told.failed.add(resOpFailedEvent.metadata.urn);
  if (errorEvent) told.errors.push({ message: plain(errorEvent.error), urn: undefined });
  if (event.summaryEvent) told.isComplete = true;
  addMessage(told, event.diagnosticEvent);
}

function addMessage(told: Told, diagnostic: z.infer<typeof eventSchema>["diagnosticEvent"]): void {
  if (!diagnostic || diagnostic.ephemeral) return;
  const { severity, urn } = diagnostic;
  const message = plain(diagnostic.message);
  if (severity === "error") told.errors.push({ message, urn });
  if (severity === "warning") told.warnings.push(message);
}

function bag(state: z.infer<typeof stateSchema> | null | undefined) {
  return { inputs: state?.inputs ?? {}, outputs: state?.outputs ?? {} };
}

/** The engine marks colours as `<{%reset%}>`. */
function plain(text: string): string {
  return text.replace(/<\{%[^%]*%\}>/g, "").trim();
}
