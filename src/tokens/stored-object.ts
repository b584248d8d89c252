import { BoundedMap } from '../kernel/bounded-map.js';

const NONE = Object.freeze({});
const KEPT = 4096;
/** Characters; longer texts are rare, and are parsed each time. */
const KEPT_LENGTH = 512;
const known = new BoundedMap<string, object>(KEPT);

/**
 * An object as a row holds it, in JSON, or null for an empty one: frozen, with all that it holds. A text is parsed once, for
 * every token of a dialect's grant has two of them, which stay the same from one refresh to the next.
 */
export function storedObject<T extends object>(text: string | null): T {
  if (text === null) return NONE as T;
  const before = known.get(text);
  if (before) return before as T;
  const object = JSON.parse(text, (_name, value: unknown) => Object.freeze(value)) as T;
  if (text.length <= KEPT_LENGTH) known.set(text, object);
  return object;
}
