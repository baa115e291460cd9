/**
 * The manifest: a tenant's non-employee sources as a document that means the same in every tenant. People are named by e-mail
 * and alias, governance groups by name; what only one tenant knows (ids, dates, counts) is not in it.
 */

/** A manifest in its one form: every source has its key, and what is not set is left out. */
export interface Manifest {
  /** Version of the form, not of the content. */
  version: 1;
  sources: ManifestSource[];
}

/** A manifest as people write it: a key may be left out, and is then made from the name. */
export interface ManifestDocument {
  version: 1;
  sources: (Omit<ManifestSource, "key"> & { key?: string | undefined })[];
}

/** A non-employee source. */
export interface ManifestSource {
  /** What the source is called in programs and comparisons, whatever its name is. */
  key: string;
  /** Name of the source, unique in a tenant. */
  name: string;
  /** Description; the API requires one. */
  description: string;
  /** The identity that owns the source. */
  owner: ManifestIdentityRef;
  /** The governance group whose members may manage the source. */
  managementWorkgroup?: ManifestGroupRef | undefined;
  /** In the order of approval; at most 3. */
  approvers?: ManifestMemberRef[] | undefined;
  /** At most 10, in whatever order. */
  accountManagers?: ManifestMemberRef[] | undefined;
  /** The custom attributes; at most 10, in whatever order. */
  schemaAttributes?: ManifestAttribute[] | undefined;
}

/** A custom attribute of a source. */
export interface ManifestAttribute {
  /** Name in records and CSV files, unique in the source. */
  technicalName: string;
  /** Label that people see. */
  label: string;
  helpText?: string | undefined;
  placeholder?: string | undefined;
  /** @default false */
  required?: boolean | undefined;
}

/** What a tenant could not describe in a way that holds in other tenants too. */
export interface UnresolvedRef {
  /** Id in the tenant that the manifest was exported from. */
  id: string;
  unresolved: true;
  email?: undefined;
  alias?: undefined;
  name?: undefined;
  governanceGroup?: undefined;
}

/** A person: by e-mail, or by alias if nobody has that e-mail. At least one of the two is needed. */
export type ManifestIdentityRef =
  | { email?: string | undefined; alias?: string | undefined; id?: undefined }
  | UnresolvedRef;

/** A governance group, by its name. */
export type ManifestGroupRef = { name: string; id?: undefined } | UnresolvedRef;

/** A person or a governance group. */
export type ManifestMemberRef =
  | {
      email?: string | undefined;
      alias?: string | undefined;
      governanceGroup?: string | undefined;
      id?: undefined;
    }
  | UnresolvedRef;

/** Every problem of a manifest, each with its place where the text is known, and what is accepted. */
export class ManifestError extends Error {
  override readonly name = "ManifestError";
  readonly problems: readonly string[];

  /** @param what for the message: `the manifest sources.yaml` */
  constructor(what: string, problems: readonly string[], options?: ErrorOptions) {
    const [first, ...others] = problems;
    const told =
      others.length === 0 ? ` ${first}` : `\n${problems.map((text) => `- ${text}`).join("\n")}`;
    super(`${what} cannot be used:${told}`, options);
    this.problems = problems;
  }
}
