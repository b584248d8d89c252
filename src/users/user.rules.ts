import { DomainError, type FieldError } from '../kernel/domain-error.js';
import { notBeforeFault } from '../realms/not-before.rules.js';
import type { PasswordPolicy } from '../realms/realm.types.js';
import { passwordFault } from './password.policy.js';
import type { User } from './user.types.js';
import { usernameFault } from './username.js';

const MAX_TEXT = 255;
const MAX_DEPTH = 5;
const MAX_ATTRIBUTES_BYTES = 16 * 1024;
const EMAIL = /^[^\s@]+@[^\s@]+$/;

type Profile = Pick<User, 'username' | 'email' | 'fullName' | 'attributes' | 'notBefore'>;

/**
 * @param now UTC milliseconds
 * @throws DomainError `invalid` with every field that breaks a rule.
 */
export function checkUser(policy: PasswordPolicy, user: Profile, now: number, password?: string): void {
  const faults: [field: string, message: string | null][] = [
    ['username', usernameFault(user.username)],
    ['email', user.email === null ? null : emailFault(user.email)],
    ['fullName', (user.fullName ?? '').length > MAX_TEXT ? `has more than ${MAX_TEXT} characters` : null],
    ['attributes', attributesFault(user.attributes)],
    ['notBefore', notBeforeFault(user.notBefore, now)],
    ['password', password === undefined ? null : passwordFault(policy, password, user)],
  ];
  const fields = faults.filter((entry): entry is [string, string] => entry[1] !== null);
  if (fields.length > 0) throw refusal(fields.map(([field, message]) => ({ field, message })));
}

const refusal = (fields: FieldError[]): DomainError =>
  new DomainError('invalid', 'The user has fields that are not valid.', { fields });

const emailFault = (email: string): string | null =>
  EMAIL.test(email) && email.length <= MAX_TEXT ? null : 'is not an e-mail address';

/** They are stored as JSON text and shown in claims, so they are JSON, and small. */
function attributesFault(attributes: Readonly<Record<string, unknown>>): string | null {
  if (!isPlainObject(attributes)) return 'has to be a JSON object';
  if (!isJson(attributes, MAX_DEPTH)) return `is not JSON of at most ${MAX_DEPTH} levels`;
  const size = Buffer.byteLength(JSON.stringify(attributes));
  return size > MAX_ATTRIBUTES_BYTES ? `has more than ${MAX_ATTRIBUTES_BYTES} bytes` : null;
}

function isJson(value: unknown, depth: number): boolean {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return true;
  if (typeof value === 'number') return Number.isFinite(value);
  if (depth === 0 || typeof value !== 'object') return false;
  const parts = Array.isArray(value) ? value : isPlainObject(value) ? Object.values(value) : null;
  return parts !== null && parts.every((part) => isJson(part, depth - 1));
}

function isPlainObject(value: unknown): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
