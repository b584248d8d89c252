import { compilePath, PathError } from '../templates/json-path.js';

/** Null for nothing there, and for what is neither text, nor a number, nor a truth. */
export function textAt(path: string | null, document: unknown): string | null {
  if (path === null || typeof document !== 'object' || document === null) return null;
  const found = compilePath(path);
  const value = found.pick(document);
  if (typeof value === 'boolean') return String(value);
  try {
    return found.read(document);
  } catch (error) {
    if (error instanceof PathError) return null;
    throw error;
  }
}
