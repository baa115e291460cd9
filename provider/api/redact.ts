const mark = "[REDACTED]";

/** Shorter values are left alone: replacing every "a" would make messages unreadable and hide nothing. */
const minSecretLength = 4;

/** Access tokens remembered for redaction; older ones have expired and still match the pattern of a JWT. */
const maxTokens = 20;

/** What looks like a credential whoever sent it: userinfo in a URL, bearer tokens, JWTs, OAuth form and JSON fields. */
const patterns: readonly (readonly [RegExp, string])[] = [
  [/(:\/\/)[^/?#\s@]+@/g, `$1${mark}@`],
  [/\b(Bearer\s+)[\w.~+/=-]{20,}/gi, `$1${mark}`],
  [/\beyJ[\w-]{8,}\.[\w-]+(?:\.[\w-]*)?/g, mark],
  [
    /\b((?:client_secret|clientSecret|access_token|refresh_token)["']?\s*[=:]\s*["']?)[^&\s"',}]+/g,
    `$1${mark}`,
  ],
];

/** Replaces everything that looks like a credential. */
export function redactPatterns(text: string): string {
  return patterns.reduce((result, [pattern, by]) => result.replace(pattern, by), text);
}

/** Removes secrets from a text. */
export type Redact = (text: string) => string;

/** The secrets of one client: removes them from texts in plain, URL-encoded, JSON-escaped and base64 form. */
export class SecretKeeper {
  readonly #clientSecret: readonly string[];
  #tokens: string[] = [];

  constructor(clientId: string, clientSecret: string) {
    const pair = `${clientId}:${clientSecret}`;
    const encodedPair = `${encodeURIComponent(clientId)}:${encodeURIComponent(clientSecret)}`;
    this.#clientSecret = longestFirst([
      ...formsOf(clientSecret),
      ...base64Of(pair),
      ...base64Of(encodedPair),
    ]);
  }

  /** Adds an access token to what is removed. */
  addToken(token: string): void {
    this.#tokens = [token, ...this.#tokens.filter((known) => known !== token)].slice(0, maxTokens);
  }

  /** Removes the secrets from a text; bound, to be handed around. */
  readonly redact: Redact = (text) => {
    const forms = [...this.#tokens.flatMap(formsOf), ...this.#clientSecret];
    const known = longestFirst(forms).reduce((result, form) => result.replaceAll(form, mark), text);
    return redactPatterns(known);
  };
}

function formsOf(secret: string): string[] {
  const encoded = encodeURIComponent(secret);
  const formEncoded = new URLSearchParams([["", secret]]).toString().slice(1);
  return [
    secret,
    encoded,
    lowerCaseEscapes(encoded),
    formEncoded,
    lowerCaseEscapes(formEncoded),
    JSON.stringify(secret).slice(1, -1),
    ...base64Of(secret),
  ];
}

function base64Of(text: string): string[] {
  const bytes = Buffer.from(text, "utf8");
  return [bytes.toString("base64").replace(/=+$/, ""), bytes.toString("base64url")];
}

function lowerCaseEscapes(encoded: string): string {
  return encoded.replace(/%[0-9A-F]{2}/g, (code) => code.toLowerCase());
}

function longestFirst(forms: readonly string[]): string[] {
  return [...new Set(forms)]
    .filter((form) => form.length >= minSecretLength)
    .sort((a, b) => b.length - a.length);
}
