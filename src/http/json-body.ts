import { BodyError } from './body-error.js';

const MAX_DEPTH = 16;
/** Names by which a parsed body could reach a prototype when it is copied. */
const FORBIDDEN: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype']);

/** Half of a surrogate pair, which JSON can escape and no UTF-8 can hold: what is stored would not be what was sent. */
const BROKEN = /\p{Surrogate}/u;
const STRINGS = /"[^"\\]*(?:\\.[^"\\]*)*"/g;

/**
 * @throws BodyError 400 for what is no JSON or no Unicode text, for one nested deeper than 16, for names that no resource
 * has, and for a member that is there twice (requirement 11): parsers differ in which of the two they take.
 */
export function parseJson(bytes: Buffer): unknown {
  if (bytes.length === 0) return undefined;
  const text = decode(bytes);
  const value = parse(text);
  if (inspect(value, 1) !== membersIn(text)) throw new BodyError(400, 'The JSON has a member more than once.');
  return value;
}

function decode(bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw malformed();
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw malformed();
  }
}

const malformed = (): BodyError => new BodyError(400, 'The body is not valid JSON.');

/** How many members are written in a text that is JSON: each has one colon outside of strings, and nothing else has. */
const membersIn = (text: string): number => text.replace(STRINGS, '').split(':').length - 1;

/** @returns how many members the objects in it have: of those that are written twice, parsing leaves one. */
function inspect(value: unknown, depth: number): number {
  if (typeof value === 'string') refuseBroken(value);
  if (typeof value !== 'object' || value === null) return 0;
  if (depth > MAX_DEPTH) throw new BodyError(400, `The JSON is nested deeper than ${MAX_DEPTH} levels.`);
  const names = Object.keys(value);
  const members = names.map((name) => {
    refuseBroken(name);
    if (FORBIDDEN.has(name)) throw new BodyError(400, 'The JSON has a member whose name is not allowed.');
    return inspect((value as Record<string, unknown>)[name], depth + 1);
  });
  return members.reduce((sum, more) => sum + more, Array.isArray(value) ? 0 : names.length);
}

function refuseBroken(text: string): void {
  if (BROKEN.test(text)) throw new BodyError(400, 'The JSON has a text that is not valid Unicode.');
}
