import { toSeconds } from '../../kernel/clock.js';
import type { User } from '../../users/user.types.js';
import { USER_CLAIMS } from './claims-by-scope.js';

type Claims = Readonly<Record<string, unknown>>;

/** The types of OpenID Connect Core section 5.1 that are not text; an attribute of another type is no such claim. */
const TYPES: Readonly<Record<string, 'boolean' | 'number' | 'object'>> = {
  email_verified: 'boolean',
  phone_number_verified: 'boolean',
  updated_at: 'number',
  address: 'object',
};

/**
 * What is known of a user under some of the standard claims (OpenID Connect Core section 5.1). A claim that is unknown, or
 * that the user has nothing for, is left out: nobody is told that it was asked for in vain.
 */
export function userClaims(user: User, names: readonly string[]): Claims {
  const known = knownOf(user);
  const told = [...new Set(names)].filter((name) => USER_CLAIMS.includes(name) && hasType(name, known[name]));
  return Object.fromEntries(told.map((name) => [name, known[name]]));
}

/** What the server knows itself cannot be said otherwise by an attribute. */
const knownOf = ({ username, email, fullName, attributes, updatedAt }: User): Claims => ({
  ...attributes,
  ...(fullName !== null && { name: fullName }),
  preferred_username: username,
  updated_at: toSeconds(updatedAt),
  email,
  email_verified: email === null ? undefined : attributes['email_verified'] === true,
  phone_number_verified: attributes['phone_number'] === undefined ? undefined : isVerified(attributes),
});

const isVerified = (attributes: Claims): boolean => attributes['phone_number_verified'] === true;

function hasType(name: string, value: unknown): boolean {
  const type = TYPES[name] ?? 'string';
  if (type === 'object') return typeof value === 'object' && value !== null && !Array.isArray(value);
  return typeof value === type && value !== '';
}
