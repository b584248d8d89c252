import { FormBody } from '../../../http/form-body.js';
import { notProvided, notValid } from './realms-api.errors.js';

export type JsonObject = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof FormBody);

/** @throws WireError 400 for what is no JSON object. */
export function objectOf(body: unknown): JsonObject {
  if (isObject(body)) return body;
  throw notValid('The body must be a JSON object');
}

/** @throws WireError 400 for what is no JSON array. */
export function arrayOf(body: unknown): readonly unknown[] {
  if (Array.isArray(body)) return body;
  throw notValid('The body must be a JSON array');
}

/** @throws WireError 400 when it is absent, null or no array. */
export function arrayIn(body: JsonObject, member: string): readonly unknown[] {
  const value = body[member] ?? null;
  if (value === null) throw notProvided(member);
  if (!Array.isArray(value)) throw notValid(`${member}: must be an array`);
  return value;
}

/** @throws WireError 400 when it is absent, null, no text or too long. */
export function textIn(body: JsonObject, member: string, max = 255): string {
  const text = textOrNullIn(body, member, max);
  if (text === null) throw notProvided(member);
  return text;
}

/** Absent is null. @throws WireError 400 when it is no text or too long. */
export function textOrNullIn(body: JsonObject, member: string, max = 255): string | null {
  const value = body[member] ?? null;
  if (value === null) return null;
  if (typeof value !== 'string') throw notValid(`${member}: must be a text`);
  if ([...value].length > max) throw notValid(`${member}: must be a text of at most ${max} characters`);
  return value;
}

/** Absent is null. @throws WireError 400 when it is no whole number. */
export function integerOrNullIn(body: JsonObject, member: string): number | null {
  const value = body[member] ?? null;
  if (value === null || (typeof value === 'number' && Number.isSafeInteger(value))) return value;
  throw notValid(`${member}: must be a whole number`);
}

type Named = Readonly<Record<string, unknown>>;

/** The realm that a request is about, by its path or else its body; undefined when it names none, or the body is nonsense. */
export function addressedRealm(params: Named, body: unknown): string | undefined {
  const first: unknown = Array.isArray(body) ? body[0] : body;
  const named = isObject(first) ? first : {};
  const name = params['id'] ?? params['parent'] ?? named['realmId'] ?? named['parentRealmId'];
  return typeof name === 'string' ? name : undefined;
}
