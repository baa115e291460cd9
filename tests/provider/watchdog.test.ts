import { once } from "node:events";
import { createServer } from "node:net";
import { isListening, startWatchdog } from "../../provider/watchdog";
import { startVirtualTime, type VirtualTime } from "./api/virtual-time";

describe("the watchdog", () => {
  let time: VirtualTime;
  beforeEach(() => {
    time = startVirtualTime(0);
  });
  afterEach(() => time.stop());

  /** When the process ends whose engine is there `whileAlive`, and whose calls end when `idle` resolves. */
  async function endOf(whileAlive: (now: number) => boolean, idle: () => Promise<void>) {
    let exits = 0;
    await startWatchdog({
      isListening: async () => whileAlive(time.now()),
      idle,
      exit: () => {
        exits += 1;
      },
      clock: time.clock(),
    });
    expect(exits).toBe(1);
    return time.now();
  }

  it("ends an idle process two seconds after the engine died", async () => {
    expect(
      await endOf(
        (now) => now < 9500,
        async () => undefined,
      ),
    ).toBe(11_000);
  });

  it("waits for the calls in flight", async () => {
    const calls = () => time.clock().sleep(4500);
    expect(await endOf((now) => now < 9500, calls)).toBe(15_500);
  });

  it("does not wait for them longer than 7 s after the engine was last seen", async () => {
    const calls = () => time.clock().sleep(60_000);
    expect(await endOf((now) => now <= 9000, calls)).toBe(16_000);
  });

  it("takes one refusal for an accident", async () => {
    const isAlive = (now: number) => now !== 3000 && now !== 5000 && now < 20_000;
    expect(await endOf(isAlive, async () => undefined)).toBe(21_000);
  });
});

describe("whether something listens", () => {
  it.each(["127.0.0.1", "[::1]"])("is found out at %s", async (host) => {
    const server = createServer((socket) => socket.end());
    server.listen(0, host.replace(/[[\]]/g, ""));
    await once(server, "listening");
    const bound = server.address();
    if (bound === null || typeof bound === "string") throw new Error("no port");
    const address = `${host}:${bound.port}`;
    expect(await isListening(address)).toBe(true);
    server.close();
    await once(server, "close");
    expect(await isListening(address)).toBe(false);
  });
});
