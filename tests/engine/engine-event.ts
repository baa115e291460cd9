/** The engine's own account of a run: what `pulumi --event-log` writes, one JSON object a line. */
import { z } from "zod";

const metadataSchema = z.looseObject({
  op: z.string(),
  urn: z.string(),
  type: z.string(),
  old: z.looseObject({}).nullish(),
  new: z.looseObject({}).nullish(),
});

const engineEventSchema = z.looseObject({
  sequence: z.number(),
  resourcePreEvent: z.looseObject({ metadata: metadataSchema }).optional(),
  resOutputsEvent: z.looseObject({ metadata: metadataSchema }).optional(),
  resOpFailedEvent: z.looseObject({ metadata: metadataSchema }).optional(),
  diagnosticEvent: z
    .looseObject({ severity: z.string(), message: z.string(), urn: z.string().optional() })
    .optional(),
  summaryEvent: z
    .looseObject({ resourceChanges: z.record(z.string(), z.number()).nullish() })
    .optional(),
});

/** One event; only the parts that tests look at are named, the rest passes. */
export type EngineEvent = z.infer<typeof engineEventSchema>;

/** One thing that the engine did, or would do, to one resource. */
export interface EngineStep {
  /** `create`, `update`, `delete`, `replace`, `same`, `refresh`, ... */
  op: string;
  /** Type token. */
  type: string;
  /** Name in the program. */
  name: string;
}

/** A message of the engine, the program or a provider; those of severity `debug` are left out. */
export interface EngineDiagnostic {
  severity: string;
  message: string;
  /** The resource that it is about. */
  urn?: string | undefined;
}

/** Reads an event log. A last line that was cut off by a killed engine is left out. */
export function parseEvents(text: string): EngineEvent[] {
  const lines = text.split("\n");
  const whole = lines.slice(0, -1).filter((line) => line !== "");
  return whole.map((line) => engineEventSchema.parse(JSON.parse(line)));
}

/** How many resources had which operation, such as `{ create: 2, same: 1 }`; `{}` if the run ended before that. */
export function summaryOf(events: readonly EngineEvent[]): Record<string, number> {
  return events.findLast((event) => event.summaryEvent)?.summaryEvent?.resourceChanges ?? {};
}

/** The steps that came to their end; in a refresh their `op` says what had changed. Without stacks and providers. */
export function stepsOf(events: readonly EngineEvent[]): EngineStep[] {
  return events.flatMap((event) => {
    const metadata = event.resOutputsEvent?.metadata ?? event.resOpFailedEvent?.metadata;
    if (metadata === undefined || /^pulumi:(pulumi:Stack$|providers:)/.test(metadata.type))
      return [];
    const name = metadata.urn.split("::").slice(3).join("::");
    return [{ op: metadata.op, type: metadata.type, name }];
  });
}

/** The messages a user would see. */
export function diagnosticsOf(events: readonly EngineEvent[]): EngineDiagnostic[] {
  return events.flatMap(({ diagnosticEvent }) => {
    if (diagnosticEvent === undefined || diagnosticEvent.severity === "debug") return [];
    const { severity, message, urn } = diagnosticEvent;
    return [{ severity, message: message.trim(), urn }];
  });
}
