/** The oldest engine that the README names speaks as the newest does; what it said is kept. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { readEvents } from "../../../cli/drift/event";
import { inOrder, judge } from "../../../cli/drift/judge";
import { readState } from "../../../cli/drift/state";

const recorded = (name: string) =>
  readFileSync(join(__dirname, "..", "..", "fixtures", "engine", name), "utf8");

describe("what engine 3.200.0 said of a refresh", () => {
  const state = readState(recorded("state-3.200.0.json"));
  const events = recorded("refresh-3.200.0.jsonl");

  it("is understood: what was changed, deleted and ignored, and that the rest is the same", () => {
    expect(state.managed.map(({ name }) => name).sort()).toEqual([
      "badge",
      "contractors",
      "costCenter",
      "partners",
    ]);
    const { differences, ignored, problems } = judge(state, readEvents(events), 0);
    expect(problems).toEqual([]);
    expect(inOrder(differences)).toMatchObject([
      { change: "deleted", resource: "badge", severity: "data-destroying" },
      { change: "changed", resource: "contractors", path: "owner", severity: "functional" },
    ]);
    expect(ignored).toMatchObject([{ resource: "contractors", path: "description" }]);
  });

  it("is not enough with a line less that matters", () => {
    const lines = events.split("\n");
    const results = lines.filter((line) =>
      /"(resOutputsEvent|summaryEvent)".*sailpoint|summaryEvent/.test(line),
    );
    expect(results.length).toBeGreaterThanOrEqual(5);
    for (const missing of results) {
      // The step of a registration, after the object was found to be gone, says nothing.
      if (/"op":"same".*::badge"/.test(missing)) continue;
      const rest = lines.filter((line) => line !== missing).join("\n");
      expect([missing, judge(state, readEvents(rest), 0).problems]).toEqual([
        missing,
        [expect.any(String)],
      ]);
    }
  });
});
