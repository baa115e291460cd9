// Two projects: `unit` runs in jest's own processes over real loopback HTTP; `engine` drives the real Pulumi engine.
const shared = {
  rootDir: __dirname,
  testEnvironment: "node",
  moduleFileExtensions: ["ts", "mts", "js", "json"],
  transform: {
    "\\.m?[jt]s$": [
      "@swc/jest",
      {
        jsc: { parser: { syntax: "typescript" }, target: "es2022" },
        module: { type: "commonjs" },
      },
    ],
  },
  // got and what it needs are ESM only and are transformed; @pulumi/pulumi must not be.
  transformIgnorePatterns: [
    "/node_modules/(google-protobuf|@pulumi|@grpc|typescript)/",
    "<rootDir>/dist/",
  ],
  modulePathIgnorePatterns: ["<rootDir>/dist/"],
};

module.exports = {
  projects: [
    {
      ...shared,
      displayName: "unit",
      testMatch: ["<rootDir>/tests/**/*.test.ts"],
      testPathIgnorePatterns: ["/node_modules/", "<rootDir>/tests/engine/"],
    },
    {
      ...shared,
      displayName: "engine",
      testMatch: ["<rootDir>/tests/engine/**/*.test.ts"],
      globalSetup: "<rootDir>/tests/engine/global-setup.ts",
      globalTeardown: "<rootDir>/tests/engine/global-teardown.ts",
    },
  ],
  // The second tells at the end what the contract judge has seen.
  reporters: ["default", "<rootDir>/tools/ci/contract-reporter.mts"],
  // An engine test keeps processes of its own busy: more workers than this only wait for each other.
  maxWorkers: 2,
  testTimeout: 240_000,
  // For `--coverage`, which `npm test` asks for. Engine tests count too where they run in jest's own processes.
  coverageProvider: "v8",
  collectCoverageFrom: [
    "<rootDir>/provider/**/*.ts",
    "<rootDir>/sdk/**/*.ts",
    "<rootDir>/simulator/**/*.ts",
    // Holds types alone.
    "!<rootDir>/sdk/reference.ts",
  ],
  coverageReporters: ["text-summary", "lcovonly"],
  coverageThreshold: {
    "./provider/": { lines: 95, branches: 95 },
    "./sdk/": { lines: 95, branches: 95 },
  },
};
