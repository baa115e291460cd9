/** The table of all operations; an area that is added is listed here. */
import type { Route } from "../context";
import { bulkUploadRoutes } from "./bulk-upload";
import { downloadRoutes } from "./download";
import { identityRoutes } from "./identity";
import { nonEmployeeApprovalRoutes } from "./non-employee-approval";
import { nonEmployeeRecordRoutes } from "./non-employee-record";
import { nonEmployeeRequestRoutes } from "./non-employee-request";
import { nonEmployeeSourceRoutes } from "./non-employee-source";
import { schemaAttributeRoutes } from "./schema-attribute";
import { sourceRoutes } from "./source";
import { workgroupRoutes } from "./workgroup";

export const routes: readonly Route[] = [
  ...nonEmployeeSourceRoutes,
  ...schemaAttributeRoutes,
  ...nonEmployeeRecordRoutes,
  ...downloadRoutes,
  ...bulkUploadRoutes,
  ...sourceRoutes,
  ...identityRoutes,
  ...workgroupRoutes,
  ...nonEmployeeRequestRoutes,
  ...nonEmployeeApprovalRoutes,
];
