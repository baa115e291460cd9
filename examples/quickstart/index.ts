import * as pulumi from "@pulumi/pulumi";
import { NonEmployeeSource, SchemaAttribute } from "pulumi-sailpoint-nonemployee";

// Ids of people and groups in your tenant: `pulumi config set owner <identity id>` and so on.
const config = new pulumi.Config();
const owner = { id: config.require("owner") };
const plantManager = { id: config.require("plantManager") };
const serviceDesk = { id: config.require("serviceDesk") };

// External staff of the plants: two people approve, one after the other.
const contractors = new NonEmployeeSource("contractors", {
  name: "Contractors",
  description: "External staff of the plants",
  owner,
  approvers: [plantManager, owner],
  accountManagers: [plantManager],
});

new SchemaAttribute("contractors-costCenter", {
  source: contractors,
  technicalName: "costCenter",
  label: "Cost center",
  helpText: "Four digits; ask your plant controller",
  required: true,
});
new SchemaAttribute("contractors-company", {
  source: contractors,
  technicalName: "company",
  label: "Company",
  placeholder: "Name on the contract",
  required: true,
});
new SchemaAttribute("contractors-badge", {
  source: contractors,
  technicalName: "badge",
  label: "Badge number",
});

// People of partner companies: the service desk looks after them.
const partners = new NonEmployeeSource("partners", {
  name: "Partners",
  description: "People of partner companies with access to shared systems",
  owner,
  accountManagers: [serviceDesk],
});

new SchemaAttribute("partners-company", {
  source: partners,
  technicalName: "company",
  label: "Partner company",
  required: true,
});
new SchemaAttribute("partners-contract", {
  source: partners,
  technicalName: "contract",
  label: "Contract number",
  placeholder: "C-0000",
});
new SchemaAttribute("partners-sponsor", {
  source: partners,
  technicalName: "sponsor",
  label: "Internal sponsor",
  helpText: "Account name of the employee who answers for this person",
});

export const contractorsSourceId = contractors.sourceId;
export const partnersSourceId = partners.sourceId;
