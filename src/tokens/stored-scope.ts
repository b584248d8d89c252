/** Scope as a row holds it: what `formatScope` made, or nothing. */
export const storedScope = (text: string): string[] => (text === '' ? [] : text.split(' '));
