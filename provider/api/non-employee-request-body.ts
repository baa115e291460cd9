import { z } from "zod";

const filledText = z.string().min(1);

/** An ISO 8601 instant with seconds and an offset or `Z`, as the API's schema demands. */
const instantSchema = z.iso
  .datetime({ offset: true, error: "must be an instant such as 2026-03-24T00:00:00-05:00" })
  .regex(/T\d\d:\d\d:\d\d/, "must have seconds, such as 2026-03-24T00:00:00-05:00");

/** A non-employee as creating, replacing and requesting one takes it. */
export const nonEmployeeRequestBodySchema = z.strictObject({
  /** Unique in its source. */
  accountName: filledText,
  firstName: filledText,
  lastName: filledText,
  email: filledText,
  phone: filledText,
  /** Alias of an identity, not its id. */
  manager: filledText,
  /** Id of the source as paths take it. */
  sourceId: filledText,
  /** Values of the custom attributes by technical name, all of them texts. */
  data: z.record(z.string(), z.string()).optional(),
  /** ISO 8601 instant. */
  startDate: instantSchema,
  /** ISO 8601 instant. */
  endDate: instantSchema,
});

/** A non-employee as creating, replacing and requesting one takes it. */
export type NonEmployeeRequestBody = z.infer<typeof nonEmployeeRequestBodySchema>;
