/** What a plan says of the limit of a source. */
import { limitAdvice } from "../../../provider/upload/plan";

const source = { sourceId: "2c91808570313110017040b06f344ec9", name: "Contractors" };
const counts = { new: 0, equal: 0, different: 0, unfit: 0, stuck: 0 };

describe("the advice on the limit of records", () => {
  it.each([
    ["all rows are new", { ...counts, new: 20_001 }, 0],
    ["the source has others", { ...counts, new: 1 }, 20_000],
    ["some rows cannot be sent", { ...counts, new: 2, stuck: 5_000, unfit: 5_000 }, 19_999],
  ])("counts what the source has and gets, where %s", (_case, count, present) => {
    expect(limitAdvice({ source, count, present })).toBe(
      'source "Contractors" would have 20001 records, and the limit is 20000: the tenant may refuse some after it has taken others; delete first what nobody needs',
    );
  });

  it.each([
    ["the limit is reached and not passed", { ...counts, new: 20_000 }, 0],
    ["nothing is created", { ...counts, different: 5 }, 30_000],
    ["rows are not sent", { ...counts, new: 1, unfit: 20_000 }, 0],
  ])("is none where %s", (_case, count, present) => {
    expect(limitAdvice({ source, count, present })).toBeUndefined();
  });
});
