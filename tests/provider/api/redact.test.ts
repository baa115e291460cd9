import { redactPatterns, SecretKeeper } from "../../../provider/api/redact";

const secret = 's3cr3t/with+odd&chars ä"';

describe("SecretKeeper", () => {
  const keeper = new SecretKeeper("client-1", secret);
  const base64 = (text: string): string => Buffer.from(text).toString("base64");

  it.each([
    ["plain", secret],
    ["URL-encoded", encodeURIComponent(secret)],
    [
      "URL-encoded in lower case",
      encodeURIComponent(secret).replace(/%../g, (c) => c.toLowerCase()),
    ],
    ["form-encoded", new URLSearchParams({ a: secret }).toString().slice(2)],
    ["JSON-escaped", JSON.stringify(secret).slice(1, -1)],
    ["base64", base64(secret)],
    ["base64url", Buffer.from(secret).toString("base64url")],
    ["basic authorisation", base64(`client-1:${secret}`)],
    ["basic authorisation, encoded", base64(`client-1:${encodeURIComponent(secret)}`)],
  ])("removes the client secret in %s form", (_form, text) => {
    expect(keeper.redact(`before ${text} after`)).toMatch(/^before \[REDACTED\]=* after$/);
  });

  it("removes every access token it was told of", () => {
    const tokens = new SecretKeeper("client-1", secret);
    tokens.addToken("first-token");
    tokens.addToken("second-token");

    expect(tokens.redact("first-token, second-token")).toBe("[REDACTED], [REDACTED]");
  });

  it("leaves very short values alone", () => {
    expect(new SecretKeeper("client-1", "a").redact("banana")).toBe("banana");
  });
});

describe("redactPatterns", () => {
  it.each([
    ["https://me:pw@host/path", "https://[REDACTED]@host/path"],
    ["Authorization: Bearer abcdefghijklmnopqrstuvwxyz", "Authorization: Bearer [REDACTED]"],
    ["token eyJhbGciOiJIUzI1NiJ9.eyJhIjoxfQ.abc-_ is", "token [REDACTED] is"],
    ["client_secret=abc&x=1", "client_secret=[REDACTED]&x=1"],
    ['{"access_token": "abc"}', '{"access_token": "[REDACTED]"}'],
    ["the bearer token has expired", "the bearer token has expired"],
  ])("turns %j into %j", (text, expected) => {
    expect(redactPatterns(text)).toBe(expected);
  });
});
