/**
 * Records under every switch of the simulator in each position: written one by one and by upload. Every test looks into what
 * the tenant stores.
 */
import { jsonPointer } from "../../../provider/api";
import { describeEverySwitch, type SwitchedTenant } from "./every-switch";
import { ada, alan, collect } from "./tenant";

let tenant: SwitchedTenant;

describeEverySwitch(
  (fresh) => {
    tenant = fresh;
  },
  () => {
    const dates = { startDate: "2026-03-24T00:00:00-05:00", endDate: "2027-03-25T00:00:00Z" };

    it("creates, reads, replaces, patches and deletes a record", async () => {
      const { client, store } = tenant;
      const sourceId = await tenant.createSource();
      await tenant.createAttribute(sourceId);
      const body = {
        ...{ accountName: "ida", firstName: "Ida", lastName: "Rhodes", phone: "1", sourceId },
        ...{ email: "ida@example.org", manager: ada.alias, ...dates },
      };
      const { id } = await client.createNonEmployeeRecord(body);
      tenant.settleDown();
      const read = await client.getNonEmployeeRecord(id);
      expect(read).toMatchObject({ id, accountName: "ida", data: {} });
      expect(Date.parse(read.startDate ?? "")).toBe(Date.parse(dates.startDate));

      await client.updateNonEmployeeRecord(id, { ...body, lastName: "Lovelace" });
      await client.patchNonEmployeeRecord(id, [
        { op: "replace", path: "/manager", value: alan.alias },
        { op: "replace", path: jsonPointer("data", "costCenter"), value: "0815" },
      ]);
      expect(store.record(id)).toMatchObject({
        ...{ lastName: "Lovelace", manager: alan.alias, data: { costCenter: "0815" }, ...dates },
      });

      await client.deleteNonEmployeeRecord(id);
      await client.deleteNonEmployeeRecordsInBulk([store.addRecord(sourceId).id]);
      expect(store.recordsOf(sourceId)).toEqual([]);
    });

    it("uploads what it has exported, waits for the end and deletes all custom attributes", async () => {
      const { client, store } = tenant;
      const sourceId = await tenant.createSource();
      await tenant.createAttribute(sourceId);
      const { accountName, lastName } = store.addRecord(sourceId, {
        ...{ lastName: 'Müller, "Jr."', manager: ada.alias, data: { costCenter: "0815" } },
      });
      const pieces = await collect(client.exportNonEmployeeRecords(sourceId).bytes());
      store.editRecord(store.recordsOf(sourceId)[0]?.id ?? "", { lastName: "Changed" });

      await client.importNonEmployeeRecordsInBulk(sourceId, Buffer.concat(pieces));
      const told: (string | null)[] = [];
      const onProgress = ({ status }: { status: string | null }): void => {
        told.push(status);
      };
      const waited = client.waitForBulkUpload(sourceId, { onProgress });
      if (tenant.behaviour.uploadStatus === "nullAlways") {
        await expect(waited).rejects.toMatchObject({ status: null, isTimedOut: true });
      } else {
        await waited;
        expect(told.at(-1)).toBe("COMPLETED");
      }
      expect(store.recordsOf(sourceId)).toMatchObject([
        { accountName, lastName, manager: ada.alias, data: { costCenter: "0815" } },
      ]);

      await client.deleteNonEmployeeSourceSchemaAttributes(sourceId);
      expect(store.customAttributesOf(sourceId)).toEqual([]);
    });
  },
);
