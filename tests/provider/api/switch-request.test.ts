/**
 * Asking for people and deciding on it under every switch of the simulator in each position. Every test looks into what the
 * tenant stores.
 */
import { isConflict, isNotFound } from "../../../provider/api";
import { describeEverySwitch, refusalOf, type SwitchedTenant } from "./every-switch";
import { requestBody } from "./request-argument";
import { rejectionOf } from "./scripted-server";
import { ada, collect, grace } from "./tenant";

let tenant: SwitchedTenant;

/** A source whose approvers are these, and a body for it. */
async function sourceOf(approvers: string[]): Promise<typeof requestBody> {
  const sourceId = await tenant.createSource();
  tenant.store.editSource(sourceId, { approvers });
  return { ...requestBody, sourceId, data: {} };
}

async function create(body: typeof requestBody): Promise<string> {
  const { id } = await tenant.client.createNonEmployeeRequest(body);
  tenant.settleDown();
  return id;
}

describeEverySwitch(
  (fresh) => {
    tenant = fresh;
  },
  () => {
    it("asks for a person, finds what is to be decided, and approves it", async () => {
      const { client, store } = tenant;
      const body = await sourceOf([ada.id, grace.id]);
      const id = await create(body);
      const requests = await collect(client.listNonEmployeeRequests({ requestedFor: "me" }));
      expect(requests).toMatchObject([{ id, approvalStatus: "PENDING" }]);
      expect(requests[0]?.comment ?? null).toBeNull();
      expect(await client.getNonEmployeeRequest(id)).toMatchObject({
        accountName: "william.smith",
      });

      const [item] = await collect(client.listNonEmployeeApprovals({ requestedFor: "me" }));
      expect(item).toMatchObject({ approvalStatus: "PENDING", nonEmployeeRequest: { id } });
      const itemId = item?.id ?? "";
      const { nonEmployeeRequest } = await client.getNonEmployeeApproval(itemId);
      expect(nonEmployeeRequest).toMatchObject({ id, startDate: "2026-03-24" });
      const bare = await client.getNonEmployeeApproval(itemId, { includeDetail: false });
      expect(bare.nonEmployeeRequest?.accountName).toBeUndefined();
      await client.approveNonEmployeeRequest(itemId);
      expect(store.approvals(id).map(({ approvalStatus }) => approvalStatus)).toEqual([
        ...["APPROVED", "PENDING"],
      ]);
      expect(await client.getNonEmployeeApprovalSummary("me")).toMatchObject({ approved: 1 });
      expect(await client.getNonEmployeeRequestSummary("me")).toMatchObject({ pending: 1 });

      store.decideApproval(store.approvals(id)[1]?.id ?? "", { approvalStatus: "APPROVED" });
      const approved = await client.getNonEmployeeRequest(id);
      expect(approved.approvalStatus).toBe("APPROVED");
      expect(Number.isNaN(Date.parse(approved.completionDate ?? ""))).toBe(false);
      expect(store.recordsOf(body.sourceId)).toMatchObject([{ accountName: "william.smith" }]);
    });

    it("takes a request back, and says what the tenant does not let be deleted", async () => {
      const { client, store, behaviour } = tenant;
      const id = await create(await sourceOf([ada.id]));
      const [item] = store.approvals(id);
      await client.rejectNonEmployeeRequest(item?.id ?? "", { comment: "no" });
      const deletion = client.deleteNonEmployeeRequest(id);
      if (behaviour.decidedDelete === "refused") {
        expect(await refusalOf(deletion)).toBe("400.1");
        expect(store.request(id)?.approvalStatus).toBe("REJECTED");
        return;
      }
      await deletion;
      expect(store.request(id)).toBeUndefined();
      expect(isNotFound(await rejectionOf(client.getNonEmployeeRequest(id)))).toBe(true);
      const items = await collect(client.listNonEmployeeApprovals());
      expect(items).toHaveLength(behaviour.deletedApprovals === "dropped" ? 0 : 1);
    });

    it("tells what becomes of a request that nobody is asked about", async () => {
      const { client, store, behaviour } = tenant;
      const body = await sourceOf([]);
      const asked = client.createNonEmployeeRequest(body);
      if (behaviour.noApprovers === "refused") {
        expect(await refusalOf(asked)).toBe("400.1");
        return;
      }
      const isApproved = behaviour.noApprovers === "approved";
      expect((await asked).approvalStatus).toBe(isApproved ? "APPROVED" : "PENDING");
      expect(store.recordsOf(body.sourceId)).toHaveLength(isApproved ? 1 : 0);
      const again = await rejectionOf(client.createNonEmployeeRequest(body));
      expect(isConflict(again)).toBe(true);
    });
  },
);
