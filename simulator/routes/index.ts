/** The table of all operations; an area that is added is listed here. */
import type { Route } from "../context";
import { downloadRoutes } from "./download";
import { identityRoutes } from "./identity";
import { nonEmployeeRecordRoutes } from "./non-employee-record";
import { nonEmployeeSourceRoutes } from "./non-employee-source";
import { schemaAttributeRoutes } from "./schema-attribute";
import { sourceRoutes } from "./source";
import { workgroupRoutes } from "./workgroup";

export const routes: readonly Route[] = [
  ...nonEmployeeSourceRoutes,
  ...schemaAttributeRoutes,
  ...nonEmployeeRecordRoutes,
  ...downloadRoutes,
  ...sourceRoutes,
  ...identityRoutes,
  ...workgroupRoutes,
];
