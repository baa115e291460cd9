/** The object of `/sources` that comes with a non-employee source. */
import type { GenericSource, SourceSnapshot } from "./entities";

/** The generic source as it is when its non-employee source has just been made. */
export function genericSourceOf(source: Readonly<SourceSnapshot>): GenericSource {
  const { sourceId, name, description, owner, managementWorkgroup, created, modified } = source;
  return {
    id: sourceId,
    name,
    description,
    owner,
    managementWorkgroup,
    type: "Non-Employee",
    connector: "non-employee",
    connectorClass: "com.sailpoint.connector.NesrConnector",
    connectorName: "Non-Employee",
    connectionType: "file",
    connectorAttributes: { cloudExternalId: source.cloudExternalId },
    features: [],
    authoritative: false,
    created,
    modified,
  };
}
