/** How two account names that read alike can differ, as a part of a sentence. */
export type AlikeKind =
  | "upper and lower case"
  | "how Unicode writes its letters"
  | "upper and lower case and how Unicode writes its letters";

/** Account names that read alike: they differ in upper and lower case, or in how Unicode writes their letters, alone. */
export class AlikeNames {
  /** By how they read. */
  readonly #names = new Map<string, string[]>();
  /** In what names that read alike differ here. */
  readonly kinds = new Set<AlikeKind>();

  constructor(names: Iterable<string> = []) {
    for (const name of names) this.add(name);
  }

  /** Adds a name; none is to be added twice. */
  add(name: string): void {
    const key = readingOf(name);
    const alike = this.#names.get(key);
    if (alike === undefined) this.#names.set(key, [name]);
    else if (!alike.includes(name)) {
      for (const other of alike) this.kinds.add(alikeKindOf(name, other));
      alike.push(name);
    }
  }

  /** Another name that reads alike and does not differ in one of these ways; undefined if there is none. */
  of(name: string, except: ReadonlySet<AlikeKind>): string | undefined {
    return this.#names
      .get(readingOf(name))
      ?.find((other) => other !== name && !except.has(alikeKindOf(name, other)));
  }
}

/** In what two names that read alike differ. */
export function alikeKindOf(name: string, other: string): AlikeKind {
  if (name.normalize("NFC") === other.normalize("NFC")) return "how Unicode writes its letters";
  return name.toLowerCase() === other.toLowerCase()
    ? "upper and lower case"
    : "upper and lower case and how Unicode writes its letters";
}

/** An umlaut may be one character or two, which nobody sees; of some letters only the small one has a character of its own. */
function readingOf(name: string): string {
  return name.normalize("NFC").toLowerCase().normalize("NFC");
}
