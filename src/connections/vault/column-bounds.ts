/** Characters of a column that holds a short text. */
const SHORT = 255;
/** Bytes as JSON: less than a column holds, for others that were there before may be kept beside them. */
const LIST = 16 * 1024;

/** Whether the database counts no more characters than it has room for. */
export const isShort = (text: string): boolean => [...text].length <= SHORT;

/** What is only for people to read may lose its end. */
export const shortened = (text: string): string => (isShort(text) ? text : [...text].slice(0, SHORT).join(''));

/** The first ones that there is room for. */
export function fitting<T>(items: readonly T[]): T[] {
  let room = LIST;
  const fits = (item: T): boolean => (room -= Buffer.byteLength(JSON.stringify(item)) + 1) >= 0;
  const end = items.findIndex((item) => !fits(item));
  return end < 0 ? [...items] : items.slice(0, end);
}
