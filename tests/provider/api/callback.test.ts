import { clientOf, sourceBody, tokenReply, useScriptedServer } from "./scripted-server";

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
        ["onRequest", "onWarning", "onWait"].map(
          (name) => `the callback ${name} failed: disk full`,
        ),
      ),
    );
  });

  it("later, or while a token is fetched, harms nobody either", async () => {
    const warnings: unknown[] = [];
    jest.spyOn(process, "emitWarning").mockImplementation((warning) => warnings.push(warning));
    await serve([{ body: [] }], (_request, index) =>
      index === 0 ? { status: 503 } : tokenReply(index),
    );
    const rejects = async () => throws();
    const { client } = clientOf(server, { onRequest: rejects });

    await Promise.all([client.authenticate({ onWait: throws }), client.listSources()]);
    await new Promise(setImmediate);
    expect(warnings).toContain("the callback onWait failed: disk full");
    expect(warnings).toContain("the callback onRequest failed: disk full");
  });
});
