import { wordsOf } from './realms-api.errors.js';

/** The answer to one entry: under the name of its noun the entry as JSON text, `status` and `message`. */
export type EntryAnswer = Readonly<Record<string, string>>;

/**
 * Does one entry after the other, each on its own: one that is refused does not undo those before it, nor keep those
 * after it from being done.
 *
 * @param work answers with the message of success
 * @throws whatever is no refusal: a fault of the server is told as one, for the request as a whole
 */
export async function answerEach(
  noun: string,
  entries: readonly unknown[],
  work: (entry: unknown) => Promise<string>,
): Promise<EntryAnswer[]> {
  const answers: EntryAnswer[] = [];
  for (const entry of entries) {
    answers.push({ [noun]: JSON.stringify(entry), ...(await outcomeOf(() => work(entry))) });
  }
  return answers;
}

async function outcomeOf(work: () => Promise<string>): Promise<{ status: 'OK' | 'error'; message: string }> {
  try {
    return { status: 'OK', message: await work() };
  } catch (error) {
    const message = wordsOf(error);
    if (message === null) throw error;
    return { status: 'error', message };
  }
}
