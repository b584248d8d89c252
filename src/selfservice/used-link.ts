/** Undoes what was begun by a link that somebody else has used up in the same moment. */
export class UsedLink extends Error {
  override readonly name = 'UsedLink';
}

/** @returns false when the link that the work needs was used up before; then nothing of it was done. */
export async function doneByLink(work: Promise<unknown>): Promise<boolean> {
  try {
    await work;
    return true;
  } catch (error) {
    if (error instanceof UsedLink) return false;
    throw error;
  }
}
