/** Two sources with all that a source and an attribute can have, of which the second has as little as it may. */
import { DEFAULT_IDENTITIES, DEFAULT_WORKGROUPS } from "../../simulator";
import { declareAttribute, declareSource } from "./scenario";

const { ada, grace, alan, katherine } = DEFAULT_IDENTITIES;
const { plantAdministrators, plantDesk } = DEFAULT_WORKGROUPS;

/** The program; references are by e-mail, alias, name and id. */
export const plantProgram = [
  declareSource("contractors", {
    name: "Contractors",
    description: "External staff of the plants",
    owner: { email: ada.email },
    managementWorkgroup: { name: plantAdministrators.name },
    approvers: [{ alias: grace.alias }, { id: ada.id }],
    accountManagers: [
      { id: katherine.id },
      { alias: alan.alias },
      { governanceGroup: plantDesk.name },
    ],
  }),
  declareSource("partners", { name: "Partners", description: "P", owner: { alias: grace.alias } }),
  declareAttribute("costCenter", "contractors", {
    technicalName: "costCenter",
    label: "Cost center",
    helpText: "Four digits",
    placeholder: "4711",
    required: true,
  }),
  declareAttribute("contract", "partners", { technicalName: "contract", label: "Contract" }),
].join("");
