/** Simulators for single tests. */
import {
  type JudgedSimulator,
  type JudgedSimulatorOptions,
  startSimulator,
} from "../simulator-under-judge";

/**
 * For tests that need a simulator of their own: what it starts ends with the test, also where the test fails. Nothing is judged
 * unless the test calls `stop()`.
 */
export function useStarter(): (options?: JudgedSimulatorOptions) => Promise<JudgedSimulator> {
  const running: JudgedSimulator[] = [];
  afterEach(async () => {
    for (const simulator of running.splice(0)) await simulator.close();
  });
  return async (options) => {
    const simulator = await startSimulator(options);
    running.push(simulator);
    return simulator;
  };
}
