/** Each kind of fault at the upload itself: the source has each row once, or the next run mends it. */
import { FAULT_KINDS, type FaultKind } from "../../../simulator";
import { csv, head, row, useUpload } from "./upload-under-test";

const upload = useUpload({ judgedRequests: "accepted" });
const file = csv(head, row("a"), row("b"));
const kinds = Object.keys(FAULT_KINDS) as FaultKind[];

describe.each(["importNonEmployeeRecordsInBulk", "getNonEmployeeBulkUploadStatus"])(
  "%s",
  (operationId) => {
    it.each(kinds)("that meets %s once does no harm", async (kind) => {
      upload.world.simulator.faults.add({ ...FAULT_KINDS[kind], operationId });
      expect(await upload.problems(file)).toEqual(
        // An answer that is none is told: nothing was written, or it can be run again.
        operationId.startsWith("get") && /^(scriptedBody|truncatedWhole)$/.test(kind)
          ? [expect.stringContaining("read the upload status of source")]
          : [],
      );
      expect(await upload.problems(file)).toEqual([]);
      expect(Object.keys(upload.people())).toEqual(["a", "b"]);
    });
  },
);
