/** Form bodies, urlencoded and multipart: those of the token endpoint, and files. */

/** The body of a form. */
export interface Form {
  /** Every field; of a file, its text. */
  fields: URLSearchParams;
  /** The bytes of every file by the name of its field, the first where there are several. */
  files: ReadonlyMap<string, Buffer>;
}

/** Reads a form body; undefined where the content type is none of a form, and where the body is broken. */
export async function readForm(contentType: string, body: Buffer): Promise<Form | undefined> {
  const type = mediaType(contentType);
  if (type === "application/x-www-form-urlencoded") {
    return { fields: new URLSearchParams(body.toString("utf8")), files: new Map() };
  }
  return type === "multipart/form-data" ? readMultipart(contentType, body) : undefined;
}

/** The media type without its parameters, in lower case. */
export function mediaType(contentType: string): string {
  return (contentType.split(";")[0] ?? "").trim().toLowerCase();
}

async function readMultipart(contentType: string, body: Buffer): Promise<Form | undefined> {
  const headers = { "content-type": contentType };
  const data = await new Response(new Uint8Array(body), { headers })
    .formData()
    .catch(() => undefined);
  if (!data) return undefined;
  const [fields, files] = [new URLSearchParams(), new Map<string, Buffer>()];
  for (const [name, value] of data) {
    if (typeof value === "string") {
      fields.append(name, value);
      continue;
    }
    const bytes = Buffer.from(await value.arrayBuffer());
    fields.append(name, bytes.toString("utf8"));
    if (!files.has(name)) files.set(name, bytes);
  }
  return { fields, files };
}
