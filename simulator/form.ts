/** Form bodies of the token endpoint: urlencoded and multipart. */

/** The fields of a form body; undefined where the content type is none of a form. */
export function parseForm(contentType: string, body: Buffer): URLSearchParams | undefined {
  const type = mediaType(contentType);
  if (type === "application/x-www-form-urlencoded")
    return new URLSearchParams(body.toString("utf8"));
  if (type === "multipart/form-data") return parseMultipart(contentType, body.toString("utf8"));
  return undefined;
}

/** The media type without its parameters, in lower case. */
export function mediaType(contentType: string): string {
  return (contentType.split(";")[0] ?? "").trim().toLowerCase();
}

function parseMultipart(contentType: string, body: string): URLSearchParams {
  const fields = new URLSearchParams();
  const boundary = /boundary="?([^";]+)"?/i.exec(contentType)?.[1];
  if (boundary === undefined) return fields;
  for (const part of body.split(`--${boundary}`)) {
    const end = part.indexOf("\r\n\r\n");
    const name = /name="([^"]*)"/.exec(part.slice(0, Math.max(end, 0)))?.[1];
    if (name !== undefined) fields.append(name, part.slice(end + 4).replace(/\r\n$/, ""));
  }
  return fields;
}
