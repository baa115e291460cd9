import { z } from "zod";
import type { Answer, Caller } from "./call";
import type { CallOptions, CallRequest } from "./call-request";
import { isNotFound } from "./error";
import { listNonEmployeeSources } from "./non-employee-source";
import { type Operation, operations } from "./operation";

/** Which of a source's two ids the paths take. */
type IdForm = "sourceId" | "id";

const idsSchema = z.looseObject({ id: z.string(), sourceId: z.string() });

/**
 * Makes the calls on one non-employee source with the id that the tenant takes.
 *
 * Callers give the `sourceId`. The examples of the API's documents have it in the paths, but the downloads call theirs a
 * UUID, and nothing says what a tenant does with the other one. So as long as neither id has worked, "not found" proves
 * nothing: it stands only if a complete list, fetched for it, does not show the source, or if the source's `id` is not
 * found either. What has worked is kept, for the downloads apart from the rest, since their parameter has another name.
 * It matters most for a DELETE, whose "not found" means that all is done.
 */
export function withPathIds(caller: Caller): Caller {
  const ids = new PathIds(caller);
  return {
    call: (request, options) =>
      ids.use(request, options, async (one) => {
        const answer = await caller.call(one, options);
        ids.learn(one, answer);
        return answer;
      }),
    open: (request, options) => ids.use(request, options, (one) => caller.open(one, options)),
  };
}

class PathIds {
  readonly #caller: Caller;
  /** What has worked, by the name of the parameter. */
  readonly #forms = new Map<string, IdForm>();
  /** Every `id` that an answer has shown, by `sourceId`. */
  readonly #ids = new Map<string, string>();

  constructor(caller: Caller) {
    this.#caller = caller;
  }

  async use<A extends { readonly status: number }>(
    request: CallRequest,
    options: CallOptions | undefined,
    send: (request: CallRequest) => Promise<A>,
  ): Promise<A> {
    const name = sourceParameterOf(request.operation);
    const sourceId = name === undefined ? undefined : request.parameters?.[name];
    if (name === undefined || sourceId === undefined) {
      return send(request);
    }
    const form = this.#forms.get(name);
    const sendAs = (id: string): Promise<A> =>
      send({ ...request, parameters: { ...request.parameters, [name]: id } });
    if (form === "id") {
      return sendAs((await this.#idOf(sourceId, options)) ?? sourceId);
    }
    const first = await settle(send(request));
    if (form === "sourceId" || !isMissing(first)) {
      if (isDone(first)) {
        this.#forms.set(name, "sourceId");
      }
      return unsettle(first);
    }
    const id = await this.#idOf(sourceId, options);
    if (id === undefined) {
      return unsettle(first);
    }
    const second = await settle(sendAs(id));
    if (isDone(second)) {
      this.#forms.set(name, "id");
    }
    return unsettle(isMissing(second) ? first : second);
  }

  /** Keeps the ids that an answer shows. */
  learn({ operation }: CallRequest, { body }: Answer): void {
    const { listNonEmployeeSources: list, getNonEmployeeSource: get } = operations;
    if (operation.template !== list.template && operation.template !== get.template) {
      return;
    }
    for (const item of Array.isArray(body) ? body : [body]) {
      const ids = idsSchema.safeParse(item).data;
      if (ids !== undefined) {
        this.#ids.set(ids.sourceId, ids.id);
      }
    }
  }

  /** The `id` of a source; undefined when a complete list does not show it. @throws whatever the list throws */
  async #idOf(sourceId: string, options: CallOptions | undefined): Promise<string | undefined> {
    if (!this.#ids.has(sourceId)) {
      for (const source of await listNonEmployeeSources(this.#caller, {}, options)) {
        this.#ids.set(source.sourceId, source.id);
      }
    }
    return this.#ids.get(sourceId);
  }
}

/** Name of the path parameter that is the id of a non-employee source. */
function sourceParameterOf({ template }: Operation): string | undefined {
  return /^\/non-employee-sources\/\{(\w+)\}/.exec(template)?.[1];
}

type Ended<A> = { readonly answer: A } | { readonly error: unknown };

async function settle<A>(promise: Promise<A>): Promise<Ended<A>> {
  try {
    return { answer: await promise };
  } catch (error) {
    return { error };
  }
}

function unsettle<A>(ended: Ended<A>): A {
  if ("error" in ended) {
    throw ended.error;
  }
  return ended.answer;
}

function isDone(ended: Ended<{ readonly status: number }>): boolean {
  return "answer" in ended && ended.answer.status < 400;
}

/** Not found, also where a repeated DELETE takes that for success. */
function isMissing(ended: Ended<{ readonly status: number }>): boolean {
  return "error" in ended ? isNotFound(ended.error) : ended.answer.status >= 400;
}
