import { clientOf, sourceBody, useScriptedServer } from "./scripted-server";

const { server, serve } = useScriptedServer();

describe("a callback that throws", () => {
  afterEach(() => jest.restoreAllMocks());

  const throws = () => {
    throw new Error("disk full");
  };

  it("never changes how a call ends, and becomes a warning of the process", async () => {
    const warnings: unknown[] = [];
    jest.spyOn(process, "emitWarning").mockImplementation((warning) => warnings.push(warning));
    await serve([
      { status: 429, headers: { "retry-after": "1" } },
      { body: sourceBody(), headers: { "x-deprecated": "true" } },
    ]);
    const { client } = clientOf(server, { onRequest: throws, onWarning: throws });

    const created = client.createNonEmployeeSource(
      {
        name: "Contractors",
        description: "External staff",
        owner: { id: "2c91808570313110017040b06f344ec9" },
      },
      { onWait: throws },
    );
    await expect(created).resolves.toMatchObject({ name: "Source 1" });
    expect(new Set(warnings)).toEqual(
      new Set(
        ["onRequest", "onWarning", "onWait"].map((name) => `the callback ${name} threw: disk full`),
      ),
    );
  });
});
