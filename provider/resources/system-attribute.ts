/** The eight attributes that every source has, in the order of the CSV template of a bulk upload. */
export const systemAttributes = [
  "accountName",
  "firstName",
  "lastName",
  "phone",
  "email",
  "manager",
  "startDate",
  "endDate",
] as const;
