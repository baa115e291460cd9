/** A manifest declared in a tenant by the handlers, as the component does it, and what a clone must be. */
import {
  checkDeclared,
  type DeclaredSource,
  declareManifest,
} from "../../../provider/manifest/declare";
import type { Manifest, ManifestMemberRef } from "../../../provider/manifest/manifest";
import { readManifestText } from "../../../provider/manifest/read-manifest";
import { readTenant } from "../../../provider/manifest/read-tenant";
import { ReferenceMap } from "../../../provider/manifest/reference-map";
import { type ManifestFormat, writeManifest } from "../../../provider/manifest/write-manifest";
import type { Props } from "../../../provider/resources/handler";
import { compact } from "../../../provider/resources/value";
import { ModelStack, type Resource, RunError } from "../resources/engine-model";
import type { World } from "../resources/tenant-under-test";
import { foreignId, groupsMap, peopleMap } from "./counterpart";

/** The resources of the component, named by key. */
export function resourcesOf(declared: readonly DeclaredSource[]): Resource[] {
  return declared.flatMap(({ key, args, attributes }): Resource[] => [
    { kind: "source", name: key, inputs: propsOf(args) },
    ...attributes.map(
      (attribute): Resource => ({
        kind: "attribute",
        name: `${key}/${attribute.technicalName}`,
        source: key,
        inputs: compact({ ...attribute }),
      }),
    ),
  ]);
}

function propsOf(args: DeclaredSource["args"]): Props {
  const { owner, managementWorkgroup, approvers, accountManagers, ...texts } = args;
  return compact({
    ...texts,
    owner: { ...owner },
    managementWorkgroup: managementWorkgroup && { ...managementWorkgroup },
    approvers: approvers?.map((ref) => ({ ...ref })),
    accountManagers: accountManagers?.map((ref) => ({ ...ref })),
  });
}

/** The program of the second tenant, by the text of a manifest. The tenant is asked for everybody first. */
export async function programOf(
  { process, call }: World,
  manifest: Manifest,
  format: ManifestFormat = "yaml",
): Promise<Resource[]> {
  const back = readManifestText(writeManifest(manifest, format), "it");
  expect(back).toStrictEqual(manifest);
  const declared = declareManifest(back, new ReferenceMap(peopleMap, groupsMap));
  await checkDeclared(process().tenant, call, declared, "it");
  return resourcesOf(declared);
}

/** A stack of the second tenant. */
export function stackOf(world: World): ModelStack {
  return new ModelStack(() => world.process(), world.call);
}

/** The manifest of a tenant; the sources that another manifest has keep their keys. */
export async function exported({ process, call }: World, before?: Manifest): Promise<Manifest> {
  const keys = new Map(before?.sources.map(({ name, key }) => [name, key]));
  return (await readTenant(process().tenant, call, { keys })).manifest;
}

/** What is made or deleted becomes visible, as it does between two runs, and requests are allowed again. */
export function settle({ clock }: World): void {
  clock.advance(10_000);
}

/** Nothing is left to do, neither at once nor after a refresh. */
export async function expectNoChange(
  world: World,
  stack: ModelStack,
  program: readonly Resource[],
): Promise<void> {
  settle(world);
  expect(await stack.preview(program)).toEqual([]);
  expect(await stack.refresh()).toEqual([]);
  expect(await stack.preview(program)).toEqual([]);
}

/** What a run that must fail says, without tracking ids. @throws Error if it does not fail */
export async function reasonsOf(run: Promise<unknown>): Promise<string[]> {
  const error: unknown = await run.then(
    () => new Error("the run did not fail"),
    (reason: unknown) => reason,
  );
  if (!(error instanceof RunError)) throw error;
  return error.reasons.map((reason) => reason.replaceAll(/\(tracking id \w+\) /g, ""));
}

/** No id of the first tenant was sent to the second. */
export function expectNoForeignIds({ simulator }: World): void {
  const sent = simulator.requests.map(({ path, query, body }) =>
    JSON.stringify([path, query, body ?? null]),
  );
  expect(sent.filter((text) => text.includes(foreignId))).toEqual([]);
}

/** A manifest with its sources and lists in an order that its content decides alone. */
export function inOrder({ version, sources }: Manifest): Manifest {
  return {
    version,
    sources: [...sources]
      .sort((a, b) => (a.key < b.key ? -1 : 1))
      .map(({ accountManagers, ...source }) => ({
        ...source,
        ...(accountManagers && { accountManagers: sorted(accountManagers) }),
      })),
  };
}

function sorted(members: readonly ManifestMemberRef[]): ManifestMemberRef[] {
  const text = (ref: ManifestMemberRef) => JSON.stringify(Object.entries(ref).sort());
  return [...members].sort((a, b) => (text(a) < text(b) ? -1 : 1));
}
