/** Child process: a simulated tenant. */
import { createSimulator, DEFAULT_IDENTITIES } from "pulumi-sailpoint-nonemployee/simulator";
import { report, settingsOf } from "./child.mts";

const {
  records = 0,
  attributes = 1,
  limit = 1e9,
} = settingsOf<{ records?: number; attributes?: number; limit?: number }>();
const tenant = await createSimulator({ limits: { requests: limit } });
const { sourceId } = tenant.store.addSource({
  name: "Contractors",
  description: "External staff of the plants",
  owner: DEFAULT_IDENTITIES.ada.id,
});
tenant.store.addAttribute(sourceId, { technicalName: "costCenter", label: "Cost center" });
for (let number = 2; number <= attributes; number += 1) {
  tenant.store.addAttribute(sourceId, {
    technicalName: `field${number}`,
    label: `Field ${number}`,
  });
}
for (let number = 1; number <= records; number += 1) {
  tenant.store.addRecord(sourceId, {
    accountName: `person.${number}`,
    data: { costCenter: String(1_000 + (number % 9_000)) },
  });
}

let seen = tenant.requests.length;
process.on("message", () => {
  const fresh = tenant.requests.slice(seen).filter(({ path }) => path !== "/oauth/token");
  seen = tenant.requests.length;
  report({ requests: fresh.length, refused: fresh.filter(({ status }) => status === 429).length });
});
const { url: baseUrl, clientId, clientSecret } = tenant;
report({ baseUrl, clientId, clientSecret, sourceId });
