import { BodyError } from './body-error.js';

const MAX_DEPTH = 16;
/** Names by which a parsed body could reach a prototype when it is copied. */
const FORBIDDEN: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype']);

/** Half of a surrogate pair, which JSON can escape and no UTF-8 can hold: what is stored would not be what was sent. */
const BROKEN = /\p{Surrogate}/u;

/** @throws BodyError 400 for what is no JSON or no Unicode text, for one nested deeper than 16, and for names that no resource has. */
export function parseJson(bytes: Buffer): unknown {
  if (bytes.length === 0) return undefined;
  const value = parse(bytes);
  inspect(value, 1);
  return value;
}

function parse(bytes: Buffer): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    throw new BodyError(400, 'The body is not valid JSON.');
  }
}

function inspect(value: unknown, depth: number): void {
  if (typeof value === 'string') refuseBroken(value);
  if (typeof value !== 'object' || value === null) return;
  if (depth > MAX_DEPTH) throw new BodyError(400, `The JSON is nested deeper than ${MAX_DEPTH} levels.`);
  for (const name of Object.keys(value)) {
    refuseBroken(name);
    if (FORBIDDEN.has(name)) throw new BodyError(400, 'The JSON has a member whose name is not allowed.');
    inspect((value as Record<string, unknown>)[name], depth + 1);
  }
}

function refuseBroken(text: string): void {
  if (BROKEN.test(text)) throw new BodyError(400, 'The JSON has a text that is not valid Unicode.');
}
