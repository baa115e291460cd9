import { renewalTime } from "../../../provider/api/token";

describe("renewalTime", () => {
  it.each([
    [43_200, 43_140],
    [749, 689],
    [600, 540],
    [100, 90],
    [15, 13.5],
    [0, 0],
  ])("renews a token of %i s after %f s", (life, expected) => {
    expect(renewalTime(1_000_000, life)).toBe(1_000_000 + expected * 1000);
  });
});
