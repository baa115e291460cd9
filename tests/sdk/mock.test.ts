import * as pulumi from "@pulumi/pulumi";
import { NonEmployeeSource } from "../../sdk";

describe("a unit test of a program, by Pulumi's mocks", () => {
  it("can declare the same program again and again", async () => {
    await pulumi.runtime.setMocks({
      newResource: ({ name, inputs }) => ({ id: `${name}-id`, state: inputs }),
      call: () => ({}),
    });
    const declare = () =>
      new NonEmployeeSource("two", {
        name: "Two",
        description: "External staff",
        owner: { id: "2c91" },
      });
    declare();
    expect(declare).not.toThrow();
  });
});
