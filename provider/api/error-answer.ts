import { z } from "zod";
import type { ErrorAnswer } from "./error";
import type { WireAnswer, WireHead } from "./http";

const optionalText = z.string().optional().catch(undefined);

const messagesSchema = z
  .array(z.looseObject({ text: optionalText }).catch({ text: undefined }))
  .nullish()
  .catch(undefined);

/** Every shape of error body seen: the API's own, the gateway's (`error`, `message`) and OAuth's (`error_description`). */
const errorBodySchema = z.looseObject({
  detailCode: optionalText,
  trackingId: optionalText,
  messages: messagesSchema,
  causes: messagesSchema,
  error: optionalText,
  error_description: optionalText,
  message: optionalText,
});

const maxTextLength = 500;

/** A refused file may be answered with a line for each of its rows. */
const maxTexts = 1000;

/** Reads what an answer with an error status says; never fails, for a bad body must not hide the status. */
export function readErrorAnswer(answer: WireHead & Partial<WireAnswer>): ErrorAnswer {
  const { text = "" } = answer;
  const body = errorBodySchema.safeParse(parseJson(text)).data;
  const texts = [
    ...(body?.messages ?? []).map((message) => message.text),
    ...(body?.causes ?? []).map((message) => message.text),
    body?.error,
    body?.error_description,
    body?.message,
    body === undefined ? plainText(text) : undefined,
  ];
  return {
    status: answer.status,
    detailCode: body?.detailCode?.trim() || undefined,
    texts: distinct(texts),
    trackingId: body?.trackingId || trackingIdOf(answer),
  };
}

/** The API's id of an answer, from its header. */
export function trackingIdOf(answer: WireHead): string | undefined {
  return answer.header("slpt-request-id") || undefined;
}

/** Where a redirect points to, without its query, which may carry anything. */
export function locationOf(answer: WireHead): string | undefined {
  return answer.header("location")?.replace(/[?#].*$/, "");
}

/** Parses JSON; undefined when it is none. */
export function parseJson(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return value;
  } catch {
    return undefined;
  }
}

/** A body that is no JSON, unless it is a page of markup, which tells a reader nothing. */
function plainText(text: string): string | undefined {
  return text.trimStart().startsWith("<") ? undefined : text;
}

function distinct(texts: readonly (string | undefined)[]): string[] {
  const lines = texts.flatMap((text) => text?.split(/[\r\n]+/) ?? []);
  const clean = lines.map((text) => text.replace(/\s+/g, " ").trim().slice(0, maxTextLength));
  return [...new Set(clean)].filter(Boolean).slice(0, maxTexts);
}
