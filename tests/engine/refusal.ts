/** A preview that is refused. */
import { messagesOf, record, type Scenario } from "./scenario";

/**
 * The preview fails, says all of it, shows no stack trace and none of the secrets, and writes nothing.
 *
 * @param texts parts of its messages
 * @param environment over the variables of the stack
 * @param secrets besides that of the tenant
 */
export async function expectRefusal(
  scenario: Scenario,
  texts: readonly (string | RegExp)[],
  environment: Record<string, string | undefined> = {},
  secrets: readonly string[] = [],
): Promise<void> {
  const { run, writes } = await record(scenario, () => scenario.stack.preview({ environment }));
  expect(run.code).not.toBe(0);
  for (const text of texts) {
    expect(messagesOf(run)).toMatch(text instanceof RegExp ? text : literally(text));
  }
  expect(run.output).not.toContain("    at ");
  for (const secret of [scenario.simulator.clientSecret, ...secrets]) {
    expect(run.output).not.toContain(secret);
  }
  expect(writes).toEqual([]);
  const names = scenario.simulator.store.sources().map(({ name }) => name);
  expect(names).not.toContain("Contractors");
}

function literally(text: string): RegExp {
  return new RegExp(text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
}
