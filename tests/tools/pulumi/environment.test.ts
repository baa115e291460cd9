import { delimiter, join } from "node:path";
import { cacheRoot } from "../../../tools/pulumi/build-cache.mts";
import { localEnvironment } from "../../../tools/pulumi/environment.mts";

describe("localEnvironment", () => {
  const environment = localEnvironment({
    projectRoot: "/project",
    binDir: "/pulumi/bin",
    home: "/somewhere/home",
    backendDir: "/somewhere/state",
    passphrase: "words",
    env: {
      PATH: "/usr/bin",
      LANG: "C",
      PULUMI_ACCESS_TOKEN: "account",
      PULUMI_STACK: "production",
      SAIL_CLIENT_SECRET: "tenant",
      sail_base_url: "tenant",
    },
  });

  it("takes away the caller's own account and tenant", () => {
    expect(environment).not.toHaveProperty("PULUMI_ACCESS_TOKEN");
    expect(environment).not.toHaveProperty("PULUMI_STACK");
    expect(environment).not.toHaveProperty("SAIL_CLIENT_SECRET");
    expect(environment).not.toHaveProperty("sail_base_url");
    expect(environment.LANG).toBe("C");
  });

  it("keeps the state in a folder and puts this project's Node and the CLI first on PATH", () => {
    expect(environment.PULUMI_BACKEND_URL).toBe("file:///somewhere/state");
    expect(environment.PULUMI_HOME).toBe("/somewhere/home");
    expect(environment.PATH).toBe(
      [join("/project", "node_modules", ".bin"), "/pulumi/bin", "/usr/bin"].join(delimiter),
    );
  });
});

describe("cacheRoot", () => {
  it("is where each platform keeps caches", () => {
    const home = { HOME: "/home/me" };
    const name = "pulumi-sailpoint-nonemployee";
    expect(cacheRoot(home, "linux")).toBe(join("/home/me/.cache", name));
    expect(cacheRoot(home, "darwin")).toBe(join("/home/me/Library/Caches", name));
    expect(cacheRoot({ ...home, XDG_CACHE_HOME: "/cache" }, "linux")).toBe(join("/cache", name));
    expect(cacheRoot({ LOCALAPPDATA: "/local" }, "win32")).toBe(join("/local", name));
  });
});
