import { ResourceError } from "../resources/handler";

/** A file is no CSV. The message names the place and what is accepted; it has no person's data. */
export class CsvFileError extends ResourceError {}
