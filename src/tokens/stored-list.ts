const EMPTY = '[]';

/** A list of texts as a row holds it, in JSON. Most are empty, and every token has one. */
export const storedList = (text: string): string[] => (text === EMPTY ? [] : (JSON.parse(text) as string[]));

export const listText = (list: readonly string[]): string => (list.length === 0 ? EMPTY : JSON.stringify(list));
