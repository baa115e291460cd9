/** The parts of a stack's state that tests look at. */
import { z } from "zod";

const resourceSchema = z.looseObject({
  urn: z.string(),
  type: z.string(),
  id: z.string().optional(),
  inputs: z.record(z.string(), z.unknown()).optional(),
  outputs: z.record(z.string(), z.unknown()).optional(),
});

/** What `pulumi stack export` gives, to check it. */
export const stateSchema = z.looseObject({
  version: z.number(),
  deployment: z.looseObject({ resources: z.array(resourceSchema).optional() }),
});

/** What `pulumi stack export` gives. */
export type StackState = z.infer<typeof stateSchema>;

/** One resource of the state, the stack and providers included. */
export type StateResource = z.infer<typeof resourceSchema>;
