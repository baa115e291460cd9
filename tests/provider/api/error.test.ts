import { inspect } from "node:util";
import {
  AbortedError,
  ArgumentError,
  AuthError,
  detailNumber,
  errorCodes,
  HttpError,
  isAnswerLost,
  isConflict,
  isLimitViolation,
  isNotFound,
  NetworkError,
  ResponseShapeError,
  SailPointError,
} from "../../../provider/api";
import type { ErrorContext } from "../../../provider/api/error";
import { SecretKeeper } from "../../../provider/api/redact";
import { clientOf, clientSecret, errorBody, rejectionOf, startServer } from "./scripted-server";

const keeper = new SecretKeeper("client-1", clientSecret);
const context: ErrorContext = {
  operation: "getSource",
  method: "GET",
  path: `/sources/v1/${clientSecret}`,
  redact: keeper.redact,
};

function httpError(status: number, detailCode?: string, method: ErrorContext["method"] = "GET") {
  const answer = { status, detailCode, texts: [], trackingId: undefined };
  return new HttpError("message", { ...context, method }, answer);
}

describe("every error", () => {
  const cause = Object.assign(new Error(`sent ${clientSecret}`), {
    code: "ECONNRESET",
    options: { headers: { authorization: `Bearer ${clientSecret}` } },
  });
  const message = `failed with ${clientSecret}`;
  const answer = {
    status: 400,
    detailCode: clientSecret,
    texts: [clientSecret],
    trackingId: clientSecret,
  };
  const details = { answerLost: true, cause };
  const errors = [
    new SailPointError(message, { code: "http_error", cause, redact: keeper.redact }),
    new ArgumentError(message, { redact: keeper.redact }),
    new HttpError(message, context, answer),
    new AuthError(message, context, answer),
    new NetworkError(message, context, details),
    new AbortedError(message, context, details),
    new ResponseShapeError(message, context, { ...answer, cause }),
  ];

  it.each(errors)("holds no secret anywhere: $name", (error) => {
    expect(error.message).toBe("failed with [REDACTED]");
    const everything = inspect(error, { depth: 10, showHidden: true });
    expect(everything).not.toContain(clientSecret);
    expect(JSON.stringify(error)).not.toContain(JSON.stringify(clientSecret).slice(1, -1));
  });

  it.each(errors)("has a fixed name and a listed code: $name", (error) => {
    expect(error.name).toBe(error.constructor.name);
    expect(errorCodes).toContain(error.code);
    expect(error instanceof SailPointError).toBe(error.name !== "ResponseShapeError");
  });

  it("keeps name, code and message of its cause", () => {
    expect(new NetworkError("x", context, details).cause).toMatchObject({
      name: "Error",
      code: "ECONNRESET",
      message: "sent [REDACTED]",
    });
    expect(new NetworkError("x", context, { ...details, cause: "text" }).cause).toMatchObject({
      message: "text",
    });
    expect(new ArgumentError("x").cause).toBeUndefined();
  });
});

describe("the predicates", () => {
  it.each([
    // status, detail code, not found, conflict, limit
    [404, undefined, true, false, false],
    [404, "404 Not found", true, false, false],
    [400, "400.1.404 Referenced object not found", true, false, false],
    [400, "400.1.404", true, false, false],
    [403, "400.1.404 Referenced object not found", false, false, false],
    [400, "400.1.4 Limit violation", false, false, true],
    [400, "400.1.409 Reference conflict", false, true, false],
    [400, "400.1.409 Reference Conflict", false, true, false],
    [409, undefined, false, true, false],
    [400, "400.1 Bad Request Content", false, false, false],
    [400, "Not found 400.1.404", false, false, false],
    [400, undefined, false, false, false],
    [500, "500.0 Internal Fault", false, false, false],
  ])("judge %s %j by number alone", (status, detailCode, gone, conflict, limit) => {
    const error = httpError(status, detailCode);

    expect([isNotFound(error), isConflict(error), isLimitViolation(error)]).toEqual([
      gone,
      conflict,
      limit,
    ]);
  });

  it("take anything for an argument", () => {
    for (const value of [undefined, null, "404", new Error("404"), { status: 404 }]) {
      expect(isNotFound(value) || isConflict(value) || isLimitViolation(value)).toBe(false);
      expect(isAnswerLost(value)).toBe(false);
    }
  });

  it("know when a write may have happened", () => {
    expect(isAnswerLost(httpError(500, undefined, "POST"))).toBe(true);
    expect(isAnswerLost(httpError(599, undefined, "PATCH"))).toBe(true);
    expect(isAnswerLost(httpError(400, undefined, "POST"))).toBe(false);
    expect(isAnswerLost(httpError(500, undefined, "DELETE"))).toBe(false);
    const post: ErrorContext = { ...context, method: "POST" };
    expect(isAnswerLost(new NetworkError("x", post, { answerLost: true }))).toBe(true);
    expect(isAnswerLost(new NetworkError("x", post, { answerLost: false }))).toBe(false);
    expect(isAnswerLost(new NetworkError("x", context, { answerLost: true }))).toBe(false);
  });

  it("read the numeric prefix of a detail code", () => {
    expect(detailNumber("400.1.409 Reference conflict")).toBe("400.1.409");
    expect(detailNumber("Reference conflict")).toBeUndefined();
    expect(detailNumber(undefined)).toBeUndefined();
  });
});

describe("a message", () => {
  const tracking = "(tracking id e7eab6a2b1c34d5e9f00112233445566)";
  const body = {
    name: "Contractors",
    description: "d",
    owner: { id: "2c91808570313110017040b06f344ec9" },
  };

  async function messageOf(status: number, answer: unknown, method: "read" | "create" | "owner") {
    const server = await startServer(({ path }) =>
      path === "/non-employee-sources/v1" && method === "read"
        ? { body: [] }
        : { status, body: answer },
    );
    try {
      const { client } = clientOf(server);
      const calls = {
        read: () => client.getNonEmployeeSource("s1"),
        create: () => client.createNonEmployeeSource(body),
        owner: () =>
          client.updateSource("s1", [
            { op: "replace", path: "/owner", value: { type: "IDENTITY", id: "o2" } },
          ]),
      };
      const error = await rejectionOf(calls[method]());
      expect(error).toBeInstanceOf(HttpError);
      return error instanceof Error ? error.message : "";
    } finally {
      await server.close();
    }
  }

  it.each([
    [
      "400.1.409 Reference conflict",
      "name must be unique",
      "choose another name, or adopt the object that has it",
    ],
    [
      "400.1.4 Limit violation",
      "50 sources",
      "a limit of the tenant is reached: remove what is not needed first, then try again",
    ],
    ["400.1.1 Illegal update attempt", "owner", "the tenant does not let this property be changed"],
    [
      "400.1.404 Referenced object not found",
      "o1",
      "check that the object and everything the request refers to (people, groups) exist in this tenant",
    ],
    [
      "400.2.1.0 Object in use by another",
      "profile",
      "something else still uses it: remove that first",
    ],
    ["400.1 Bad Request Content", "name is required;", "correct the request and try again"],
  ])("on %s says what to do", async (code, text, advice) => {
    expect(await messageOf(400, errorBody(code, text), "create")).toBe(
      `create source "Contractors": 400 ${code}: ${text} ${tracking} - ${advice}`,
    );
  });

  it("on a missing object says so, once", async () => {
    expect(await messageOf(404, errorBody("404 Not found", "No representation."), "read")).toBe(
      `read source s1: 404 Not found: No representation. ${tracking} - it does not exist in this tenant, or no longer`,
    );
  });

  it("on a fault of the server leaves no doubt about a write", async () => {
    expect(await messageOf(500, errorBody("500.0 Internal Fault", "Internal."), "create")).toBe(
      `create source "Contractors": 500 500.0 Internal Fault: Internal. ${tracking} - ` +
        "whether it took effect is unknown: look before repeating it",
    );
  });

  it("on 403 explains scope and user level", async () => {
    const forbidden = errorBody("403 Forbidden", "Refused.");
    expect(await messageOf(403, forbidden, "create")).toBe(
      `create source "Contractors": 403 Forbidden: Refused. ${tracking} - it needs the scope idn:nelm:manage and ORG_ADMIN; ` +
        "the token has idn:nelm:manage idn:nelm:read, so the user level is missing. Prefer a personal access token (PAT) " +
        "of an ORG_ADMIN: a client without a user is refused by many operations",
    );
    expect(await messageOf(403, forbidden, "owner")).toContain(
      "it needs the scope idn:sources:manage and ORG_ADMIN, SOURCE_ADMIN or SOURCE_SUBADMIN; the token has " +
        "idn:nelm:manage idn:nelm:read, so idn:sources:manage is missing",
    );
    expect(await messageOf(403, forbidden, "read")).toContain(
      "idn:nelm:read and a user level that may do this",
    );
  });

  it("copes with every shape of error body", async () => {
    expect(await messageOf(400, "plain words", "read")).toContain(
      "read source s1: 400 plain words - ",
    );
    expect(await messageOf(400, "<html>long page</html>", "read")).toContain(
      "read source s1: 400 - ",
    );
    expect(await messageOf(400, "", "read")).toContain("read source s1: 400 - ");
    expect(
      await messageOf(400, { messages: null, causes: [{ text: "cause" }, "odd"] }, "read"),
    ).toContain("read source s1: 400 cause - ");
    expect(
      await messageOf(400, { messages: "odd", detailCode: 7, message: "m" }, "read"),
    ).toContain("read source s1: 400 m - ");
  });

  it("never shows the secret, whatever the API echoes", async () => {
    const encoded = encodeURIComponent(clientSecret);
    const base64 = Buffer.from(`client-1:${clientSecret}`).toString("base64");
    const echo = errorBody(
      `400.1 ${clientSecret}`,
      `${encoded} ${base64} token-number-0-abcdefghijklmnop`,
    );
    const message = await messageOf(400, echo, "read");

    expect(message).toMatch(/400\.1 \[REDACTED\]: \[REDACTED\] \[REDACTED\]=* \[REDACTED\]/);
  });
});
