import { HttpError, isConflict, isLimitViolation, isNotFound } from "./error";
import type { JsonPatchOperation } from "./json-patch";

/** An operation as it is sent: `null`, which the API's own schema does not have as a value, may be tried last. */
export type SentOperation =
  | JsonPatchOperation
  | { readonly op: "replace"; readonly path: string; readonly value: null };

/** Something about patches that the API's documents leave open. */
export interface OpenQuestion {
  /** Whether the question arises for an operation. */
  concerns(operation: JsonPatchOperation): boolean;
  /** The possible forms of such an operation, the best documented first. */
  readonly forms: readonly ((operation: JsonPatchOperation) => SentOperation)[];
  /** Whether one success of the first form shows that it always works. */
  readonly isProvenByFirst: boolean;
}

/**
 * Makes the function that sends patches in the form that the tenant takes. Where a question is still open, the forms are
 * tried one after the other as long as the tenant answers with a 400 that may be about the form; what has worked is kept.
 * A patch that is refused has no effect, so trying is safe.
 *
 * @param questions - Where several arise, the forms of the last one are tried first.
 */
export function createPatchSender(questions: readonly OpenQuestion[]) {
  const settled = new Map<OpenQuestion, number>();
  /**
   * @param send - Sends one form of the patch.
   * @param isTaken - Whether the tenant has done what the patch says; it may accept a form and do nothing.
   * @returns the answer to the form that was taken, else the last good one.
   * @throws what the first form was answered, or whatever cannot be about the form.
   */
  return async function sendPatch<T>(
    patch: readonly JsonPatchOperation[],
    send: (operations: SentOperation[]) => Promise<T>,
    isTaken: (answer: T) => boolean = () => true,
  ): Promise<T> {
    const open = questions.filter(
      (question) => !settled.has(question) && patch.some((part) => question.concerns(part)),
    );
    let refusal: unknown;
    let good: { readonly answer: T } | undefined;
    for (const choice of choicesOf(open)) {
      try {
        const answer = await send(encode(patch, new Map([...settled, ...choice])));
        good = { answer };
        if (isTaken(answer)) {
          for (const [question, form] of choice) {
            if (form > 0 || question.isProvenByFirst) {
              settled.set(question, form);
            }
          }
          return answer;
        }
      } catch (error) {
        if (!(error instanceof HttpError) || !mayBeAboutForm(error)) {
          throw error;
        }
        refusal ??= error;
      }
    }
    if (good === undefined) {
      throw refusal;
    }
    return good.answer;
  };
}

/** Every combination of the forms of the questions; one empty combination where none is open. */
function choicesOf(questions: readonly OpenQuestion[]): Map<OpenQuestion, number>[] {
  return questions.reduce<Map<OpenQuestion, number>[]>(
    (choices, question) =>
      choices.flatMap((choice) =>
        question.forms.map((_form, index) => new Map([...choice, [question, index]])),
      ),
    [new Map()],
  );
}

function encode(
  patch: readonly JsonPatchOperation[],
  choice: ReadonlyMap<OpenQuestion, number>,
): SentOperation[] {
  return patch.map((part) => {
    for (const [question, index] of choice) {
      const form = question.forms[index];
      if (form !== undefined && question.concerns(part)) {
        return form(part);
      }
    }
    return part;
  });
}

/** A 400 that says neither that something is missing nor that a name is taken nor that a limit is reached. */
function mayBeAboutForm(error: HttpError): boolean {
  return (
    error.status === 400 && !isNotFound(error) && !isConflict(error) && !isLimitViolation(error)
  );
}
