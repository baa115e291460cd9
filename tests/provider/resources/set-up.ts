/** What a tenant holds of non-employee sources, in a form in which equal set-ups are equal. */
import type { Store } from "../../../simulator";

/** Every source with its custom attributes: in the order of names, unset texts as "", people and groups by id. */
export function storedSetUp(store: Store) {
  return store
    .sources()
    .map((source) => ({
      name: source.name,
      description: source.description,
      owner: source.owner,
      managementWorkgroup: source.managementWorkgroup,
      approvers: source.approvers,
      accountManagers: [...source.accountManagers].sort(),
      attributes: store
        .customAttributesOf(source.sourceId)
        .map(({ technicalName, label, type, helpText, placeholder, required }) => ({
          technicalName,
          label,
          type,
          helpText: helpText ?? "",
          placeholder: placeholder ?? "",
          required,
        }))
        .sort((a, b) => (a.technicalName < b.technicalName ? -1 : 1)),
    }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}
