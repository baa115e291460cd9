/** Ids and instants in the shapes that the real service uses. */
import { randomBytes, randomInt, randomUUID } from "node:crypto";

/** 32 hex digits that start as the service's do. */
export function newHexId(): string {
  return `2c91${randomBytes(14).toString("hex")}`;
}

export function newUuid(): string {
  return randomUUID();
}

/** 32 random hex digits: a tracking id, or a client id. */
export function newTrackingId(): string {
  return randomBytes(16).toString("hex");
}

/** 64 random hex digits. */
export function newSecret(): string {
  return randomBytes(32).toString("hex");
}

/** A numeric legacy id. */
export function newCloudExternalId(): string {
  return String(randomInt(100_000, 999_999));
}

/** An instant in milliseconds as ISO 8601 text in UTC. */
export function toInstant(ms: number): string {
  return new Date(ms).toISOString();
}

/** Whether a text is an ISO 8601 instant with seconds and an offset or `Z`. */
export function isInstant(text: string): boolean {
  const isWritten = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?(Z|[+-]\d\d:\d\d)$/.test(text);
  return isWritten && !Number.isNaN(Date.parse(text));
}

/**
 * Writes an instant with the wanted number of fraction digits.
 *
 * @param digits `trimmed` drops trailing zeros, as seen in real answers (`...40.26Z`); a number pads or cuts
 */
export function formatInstant(instant: string, digits: "trimmed" | number): string {
  const match = /^(.*?)(?:\.(\d+))?(Z|[+-]\d\d:\d\d)$/.exec(instant);
  if (!match) return instant;
  const [, whole = "", fraction = "", zone = "Z"] = match;
  const wanted =
    digits === "trimmed"
      ? fraction.replace(/0+$/, "")
      : fraction.slice(0, digits).padEnd(digits, "0");
  return wanted === "" ? `${whole}${zone}` : `${whole}.${wanted}${zone}`;
}
