/** How property tests run: the same cases each time, and others on demand. */

/**
 * Settings for `fc.assert`: `PROPERTY_RUNS` multiplies the number of cases, `PROPERTY_SEED` makes others.
 *
 * @param runs - How many cases an ordinary run has.
 */
export function propertySettings(runs: number): { numRuns: number; seed: number } {
  const { PROPERTY_RUNS: factor = "1", PROPERTY_SEED: seed = "20261124" } = process.env;
  return { numRuns: Math.round(runs * Number(factor)), seed: Number(seed) };
}
