import { defaultRetryLimits, parseRetryAfter, retryDelayMs } from "../../../provider/api/retry";

const failed = {
  isRepeatable: true,
  throttled: 0,
  failed: 1,
  waitedMs: 0,
  triedMs: 0,
  status: undefined,
  retryAfterMs: undefined,
};

describe("retryDelayMs", () => {
  it.each([
    // status, repeatable, repeated
    [429, true, true],
    [429, false, true],
    [500, true, true],
    [502, true, true],
    [503, true, true],
    [504, true, true],
    [500, false, false],
    [502, false, false],
    [503, false, false],
    [504, false, false],
    [undefined, true, true],
    [undefined, false, false],
    [501, true, false],
    [400, true, false],
    [401, true, false],
    [403, true, false],
    [404, true, false],
    [302, true, false],
  ])("status %s, repeatable %s: repeated %s", (status, isRepeatable, isRepeated) => {
    const delay = retryDelayMs({ ...failed, status, isRepeatable }, () => 0.5);

    expect(delay !== undefined).toBe(isRepeated);
  });

  it("backs off exponentially with full jitter up to a bound", () => {
    const limits = { ...defaultRetryLimits, maxAttempts: 20 };
    const delays = [1, 2, 3, 4, 9].map((count) =>
      retryDelayMs({ ...failed, failed: count }, () => 1, limits),
    );

    expect(delays).toEqual([1_000, 2_000, 4_000, 8_000, 30_000]);
    expect(retryDelayMs(failed, () => 0)).toBe(0);
    expect(retryDelayMs(failed, () => 0.25)).toBe(250);
  });

  it("prefers Retry-After, unless it is zero", () => {
    const throttled = { ...failed, throttled: 1, failed: 0, status: 429 };
    expect(retryDelayMs({ ...throttled, retryAfterMs: 7_000 }, () => 1)).toBe(7_000);
    expect(retryDelayMs({ ...throttled, retryAfterMs: 0 }, () => 1)).toBe(1_000);
  });

  it("stops after five attempts, of which those answered 429 do not count", () => {
    expect(retryDelayMs({ ...failed, failed: 4, throttled: 9 }, () => 1)).toBe(8_000);
    expect(retryDelayMs({ ...failed, failed: 5 }, () => 1)).toBeUndefined();
    const throttled = { ...failed, failed: 4, status: 429, retryAfterMs: 1_000 };
    expect(retryDelayMs({ ...throttled, throttled: 29 }, () => 1)).toBe(1_000);
    expect(retryDelayMs({ ...throttled, throttled: 30 }, () => 1)).toBeUndefined();
  });

  it("stops before 120 s of waiting are exceeded", () => {
    const throttled = { ...failed, status: 429, retryAfterMs: 60_000 };
    expect(retryDelayMs({ ...throttled, waitedMs: 60_000 }, () => 1)).toBe(60_000);
    expect(retryDelayMs({ ...throttled, waitedMs: 60_001 }, () => 1)).toBeUndefined();
  });

  it("stops when waiting would use up the time for the whole call", () => {
    expect(retryDelayMs({ ...failed, triedMs: 298_999 }, () => 1)).toBe(1_000);
    expect(retryDelayMs({ ...failed, triedMs: 299_000 }, () => 1)).toBeUndefined();
    expect(
      retryDelayMs({ ...failed, triedMs: 239_000, waitedMs: 60_000 }, () => 1),
    ).toBeUndefined();
  });
});

describe("parseRetryAfter", () => {
  const now = Date.parse("2026-01-01T00:00:00Z");

  it.each([
    ["5", 5_000],
    [" 0 ", 0],
    ["1.2", 1_200],
    ["Thu, 01 Jan 2026 00:00:10 GMT", 10_000],
    ["Wed, 31 Dec 2025 00:00:10 GMT", 0],
    ["soon", undefined],
    ["-5", undefined],
    ["", undefined],
    [undefined, undefined],
  ])("reads %j as %s ms", (header, expected) => {
    expect(parseRetryAfter(header, now)).toBe(expected);
  });
});
