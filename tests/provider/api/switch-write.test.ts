/**
 * Writing under every switch of the simulator in each position: whatever a tenant does where nobody knows, the client does
 * its work, or says plainly why it cannot. Every test looks into what the tenant stores.
 */
import { equals, isConflict, isNotFound } from "../../../provider/api";
import { describeEverySwitch, refusalOf, type SwitchedTenant } from "./every-switch";
import { rejectionOf } from "./scripted-server";
import {
  ada,
  alan,
  grace,
  katherine,
  plantAdministrators,
  plantDesk,
  sourceToCreate,
} from "./tenant";

let tenant: SwitchedTenant;

describeEverySwitch(
  (fresh) => {
    tenant = fresh;
  },
  () => {
    it("creates, reads, changes and deletes a source", async () => {
      const sourceId = await tenant.createSource();
      const read = await tenant.client.getNonEmployeeSource(sourceId);
      expect(read).toMatchObject({ sourceId, name: "Contractors" });
      expect(read.approvers.map(({ id }) => id)).toEqual([grace.id, alan.id]);
      expect(new Set(read.accountManagers.map(({ id }) => id))).toEqual(
        new Set([katherine.id, plantDesk.id]),
      );
      expect(Number.isNaN(Date.parse(read.created ?? ""))).toBe(false);

      await tenant.client.patchNonEmployeeSource(sourceId, [
        { op: "replace", path: "/name", value: "Plant staff" },
        { op: "replace", path: "/approvers", value: [alan.id, grace.id] },
        { op: "replace", path: "/accountManagers", value: [] },
      ]);
      expect(tenant.store.source(sourceId)).toMatchObject({
        name: "Plant staff",
        approvers: [alan.id, grace.id],
        accountManagers: [],
      });

      const listed = await tenant.client.listNonEmployeeSources({ nonEmployeeCount: true });
      expect(listed).toMatchObject([{ sourceId, name: "Plant staff", nonEmployeeCount: 0 }]);
      await tenant.client.deleteNonEmployeeSource(sourceId);
      expect(tenant.store.source(sourceId)).toBeUndefined();
      tenant.settleDown();
      expect(await tenant.client.listNonEmployeeSources()).toEqual([]);
      expect(isNotFound(await rejectionOf(tenant.client.getNonEmployeeSource(sourceId)))).toBe(
        true,
      );
    });

    it("gives a source a group on creation, or says that the tenant does not take it", async () => {
      const body = { ...sourceToCreate(), managementWorkgroup: plantAdministrators.id };
      if (tenant.behaviour.createWorkgroup === "refused") {
        expect(await refusalOf(tenant.client.createNonEmployeeSource(body))).toMatch(/^400\.1/);
        return;
      }
      const { sourceId } = await tenant.client.createNonEmployeeSource(body);
      tenant.settleDown();
      const group = tenant.behaviour.createWorkgroup === "ignored" ? null : plantAdministrators.id;
      expect(tenant.store.source(sourceId)?.managementWorkgroup).toBe(group);
      expect((await tenant.client.getSource(sourceId)).managementWorkgroup?.id ?? null).toBe(group);
    });

    it("changes owner and group of a source, or says that the tenant does not let it", async () => {
      const sourceId = await tenant.createSource();
      const change = tenant.client.updateSource(sourceId, [
        { op: "replace", path: "/owner", value: { type: "IDENTITY", id: grace.id } },
      ]);
      if (tenant.behaviour.ownerPatch === "refused") {
        expect(await refusalOf(change)).toBe("400.1.1");
        expect(tenant.store.source(sourceId)?.owner).toBe(ada.id);
        return;
      }
      await change;
      expect(tenant.store.source(sourceId)?.owner).toBe(grace.id);
      const [listed] = await tenant.client.listSources({ filters: equals("id", sourceId) });
      expect(listed?.owner?.id).toBe(grace.id);
    });

    it("creates, sets, clears and deletes an attribute", async () => {
      const sourceId = await tenant.createSource();
      const { id } = await tenant.createAttribute(sourceId);
      // A text that is set, then one that is not: the first says nothing about the second.
      tenant.store.editAttribute(id, { placeholder: "0000" });
      await tenant.client.patchNonEmployeeSchemaAttribute(sourceId, id, [
        { op: "replace", path: "/placeholder", value: "1234" },
      ]);
      await tenant.client.patchNonEmployeeSchemaAttribute(sourceId, id, [
        { op: "replace", path: "/helpText", value: "Four digits" },
        { op: "replace", path: "/required", value: true },
      ]);
      expect(tenant.attribute(sourceId, id)).toMatchObject({
        helpText: "Four digits",
        placeholder: "1234",
        required: true,
      });

      const cleared = await tenant.client.patchNonEmployeeSchemaAttribute(sourceId, id, [
        { op: "replace", path: "/label", value: "Centre" },
        { op: "replace", path: "/helpText", value: "" },
      ]);
      expect(tenant.attribute(sourceId, id)?.helpText || null).toBeNull();
      expect(cleared.helpText || null).toBeNull();
      expect(cleared.label).toBe("Centre");

      const attributes = await tenant.client.getNonEmployeeSourceSchemaAttributes(sourceId);
      expect(attributes.filter(({ system }) => system)).toHaveLength(8);
      expect(attributes.filter(({ system }) => !system)).toMatchObject([
        { id, technicalName: "costCenter" },
      ]);
      await tenant.client.deleteNonEmployeeSchemaAttribute(sourceId, id);
      expect(tenant.attribute(sourceId, id)).toBeUndefined();
      expect(
        isNotFound(await rejectionOf(tenant.client.getNonEmployeeSchemaAttribute(sourceId, id))),
      ).toBe(true);
      expect(
        isNotFound(await rejectionOf(tenant.client.deleteNonEmployeeSchemaAttribute(sourceId, id))),
      ).toBe(true);
    });

    it("says that a name is taken, where the tenant has names only once", async () => {
      await tenant.createSource("Contractors");
      const same = async (name: string): Promise<boolean> =>
        tenant.client.createNonEmployeeSource(sourceToCreate(name)).then(
          () => false,
          (error: unknown) => isConflict(error),
        );
      const isUnique = tenant.behaviour.uniqueNames !== "none";
      expect(await same("Contractors")).toBe(isUnique);
      expect(await same("CONTRACTORS")).toBe(
        isUnique && tenant.behaviour.nameCase === "insensitive",
      );
      expect(await same("Workday HR")).toBe(tenant.behaviour.uniqueNames === "all");
    });

    it("waits for nobody: what is not visible yet is told as not found", async () => {
      const { sourceId } = await tenant.client.createNonEmployeeSource(sourceToCreate());
      const isVisible = tenant.behaviour.visibleAfterMs === 0;
      expect(await tenant.client.listNonEmployeeSources()).toHaveLength(isVisible ? 1 : 0);
      const read = await tenant.client
        .getNonEmployeeSource(sourceId)
        .catch((error: unknown) => error);
      expect(isNotFound(read)).toBe(!isVisible);
      tenant.settleDown();
      expect(await tenant.client.listNonEmployeeSources()).toHaveLength(1);
    });

    it("says that the name of a deleted source is taken, as long as the tenant holds it", async () => {
      const sourceId = await tenant.createSource();
      await tenant.client.deleteNonEmployeeSource(sourceId);
      const again = await tenant.client
        .createNonEmployeeSource(sourceToCreate())
        .catch((error: unknown) => error);
      expect(isConflict(again)).toBe(
        tenant.behaviour.nameHeldMs > 0 && tenant.behaviour.uniqueNames !== "none",
      );
      const generic = await tenant.client.getSource(sourceId).catch((error: unknown) => error);
      expect(isNotFound(generic)).toBe(tenant.behaviour.sourceLingersMs === 0);
      tenant.settleDown();
      expect(isNotFound(await rejectionOf(tenant.client.getSource(sourceId)))).toBe(true);
    });

    it("says that an authoritative source cannot be deleted, where that is so", async () => {
      const sourceId = await tenant.createSource();
      tenant.store.editGenericSource(sourceId, { authoritative: true });
      const deletion = tenant.client.deleteNonEmployeeSource(sourceId);
      if (tenant.behaviour.authoritativeDelete === "refused")
        expect(await refusalOf(deletion)).toBe("400.2.1.0");
      else await deletion;
      expect(tenant.store.source(sourceId) !== undefined).toBe(
        tenant.behaviour.authoritativeDelete === "refused",
      );
    });

    it("creates an attribute whose name has a dot, or says that the tenant does not take it", async () => {
      const sourceId = await tenant.createSource();
      const body = { type: "TEXT", technicalName: "cost.center", label: "Cost center" };
      const created = tenant.client.createNonEmployeeSourceSchemaAttributes(sourceId, body);
      if (tenant.behaviour.technicalNames === "noDots")
        expect(await refusalOf(created)).toBe("400.1.3");
      else expect(await created).toMatchObject({ technicalName: "cost.center" });
    });
  },
);
