import { recordFileNames } from "../../../provider/backup/file-name";

describe("names of files of records", () => {
  const namesOf = (...keys: string[]) => [...recordFileNames(keys).values()];

  it("are the keys", () => {
    expect(namesOf("contractors", "a.b_c-1")).toEqual(["contractors.csv", "a.b_c-1.csv"]);
  });

  it("differ in more than case", () => {
    expect(namesOf("Plant", "plant", "PLANT", "plant_")).toEqual([
      "Plant.csv",
      "plant_.csv",
      "PLANT__.csv",
      "plant___.csv",
    ]);
  });

  it("are none that a file system takes for something else", () => {
    expect(namesOf("con", "COM1", "nul.x", "..", "a/b", "con_")).toEqual([
      "con_.csv",
      "COM1_.csv",
      "nul_.x.csv",
      "_.csv",
      "a_b.csv",
      "con__.csv",
    ]);
  });
});
