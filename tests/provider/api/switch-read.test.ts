/**
 * Reading under every switch of the simulator in each position: whatever a tenant does where nobody knows, the client does
 * its work, or says plainly why it cannot. Every test looks into what the tenant stores.
 */
import { equals, isNotFound } from "../../../provider/api";
import { describeEverySwitch, type SwitchedTenant } from "./every-switch";
import { rejectionOf } from "./scripted-server";
import { ada, collect, plantDesk, sourceToCreate } from "./tenant";

let tenant: SwitchedTenant;

describeEverySwitch(
  (fresh) => {
    tenant = fresh;
  },
  () => {
    it("reads what an attribute leaves in records", async () => {
      const sourceId = await tenant.createSource();
      const { id } = await tenant.createAttribute(sourceId);
      tenant.store.addRecord(sourceId, { data: { costCenter: "0815" } });
      await tenant.client.deleteNonEmployeeSchemaAttribute(sourceId, id);
      const [record] = await collect(tenant.client.listNonEmployeeRecords({ sourceId }));

      expect(record?.data).toEqual(
        tenant.behaviour.deletedValues === "kept" ? { costCenter: "0815" } : {},
      );
    });

    it("knows the server's time", async () => {
      await tenant.client.listNonEmployeeSources();
      const skewMs = (tenant.client.serverTime() ?? Number.NaN) - tenant.now();

      expect(Math.abs(skewMs - tenant.behaviour.clockSkewMs)).toBeLessThanOrEqual(1_000);
    });

    it("lists the records of a source over several pages", async () => {
      const sourceId = await tenant.createSource();
      const other = await tenant.createSource("Partners");
      const { store } = tenant;
      for (let number = 0; number < 500; number += 1)
        store.addRecord(sourceId, { accountName: `p${number}` });
      store.addRecord(other);
      const records = await collect(tenant.client.listNonEmployeeRecords({ sourceId }));

      expect(new Set(records.map(({ id }) => id))).toEqual(
        new Set(store.recordsOf(sourceId).map(({ id }) => id)),
      );
      expect(records).toHaveLength(500);
    });

    it("exports records and template as CSV", async () => {
      const sourceId = await tenant.createSource();
      await tenant.createAttribute(sourceId);
      const { store } = tenant;
      const data = { costCenter: '08, "15"' };
      const record = store.addRecord(sourceId, {
        lastName: "Müller, Jr.",
        manager: ada.alias,
        data,
      });
      const column = { technicalName: "costCenter", label: "Cost center", none: undefined }[
        tenant.behaviour.csvColumns
      ];
      const rows = await collect(tenant.client.exportNonEmployeeRecords(sourceId).rows());

      expect(rows).toHaveLength(1);
      expect(rows[0]).toMatchObject({
        accountName: record.accountName,
        lastName: "Müller, Jr.",
        email: record.email,
        manager: tenant.behaviour.csvManager === "name" ? ada.name : ada.alias,
        ...(column !== undefined && { [column]: '08, "15"' }),
      });
      const columns = await tenant.client.exportNonEmployeeSourceSchemaTemplate(sourceId).columns();
      expect(columns).toHaveLength(column === undefined ? 8 : 9);
      expect(columns.slice(0, 3)).toEqual(["accountName", "firstName", "lastName"]);
    });

    it("finds people and groups", async () => {
      const filters = equals("alias", ada.alias);
      expect(await tenant.client.getPublicIdentities({ filters })).toMatchObject([
        { id: ada.id, email: ada.email },
      ]);
      expect(await tenant.client.listIdentities({ filters })).toMatchObject([
        { id: ada.id, emailAddress: ada.email },
      ]);
      expect(await tenant.client.getIdentity(ada.id)).toMatchObject({
        id: ada.id,
        alias: ada.alias,
      });
      const groups = await tenant.client.listWorkgroups({
        filters: equals("name", plantDesk.name),
      });
      expect(groups).toMatchObject([{ id: plantDesk.id }]);
      expect(await tenant.client.getWorkgroup(plantDesk.id)).toMatchObject({
        name: plantDesk.name,
      });
      expect((await tenant.client.getPublicIdentities()).map(({ id }) => id).sort()).toEqual(
        tenant.store
          .identities()
          .map(({ id }) => id)
          .sort(),
      );
    });

    it("tells what does not exist from what fails", async () => {
      const missing = "2c91808568c529c60168cca6f90c0000";
      for (const call of [
        tenant.client.getNonEmployeeSource(missing),
        tenant.client.deleteNonEmployeeSource(missing),
        tenant.client.getNonEmployeeSourceSchemaAttributes(missing),
        tenant.client.exportNonEmployeeSourceSchemaTemplate(missing).columns(),
        tenant.client.getSource(missing),
        tenant.client.getIdentity(missing),
        tenant.client.getWorkgroup(missing),
      ]) {
        expect(isNotFound(await rejectionOf(call))).toBe(true);
      }
    });

    it("shows the tenant's own words when a request is refused", async () => {
      const nobody = "0".repeat(32);
      const wrong = tenant.client.createNonEmployeeSource({
        ...sourceToCreate(),
        owner: { id: nobody },
      });
      const error = await rejectionOf(wrong);

      expect(error).toMatchObject({
        status: 400,
        trackingId: expect.stringMatching(/^[0-9a-f]{32}$/),
      });
      expect(String(error)).toContain(`owner: no object has the id "${nobody}"`);
    });
  },
);
