import { CONN_SCOPES, GRANT_TYPES } from '../protocol/names.js';
import type { RegistrationRules } from './realm.types.js';

const MAX_ENTRIES = 50;
const MAX_CLIENTS = 100_000;
const MAX_DAYS = 3650;
const NAME = /^[\x21-\x7e]{1,128}$/;
const HOST = /^(\*\.)?[a-z0-9-]+(\.[a-z0-9-]+)*$/;
/** Whoever registers could manage the realm with these, or get at what others have connected. */
const ADMIN = /^(?:admin|conn):/;
const ALLOWED: readonly string[] = [CONN_SCOPES.self];
/** Whoever registers would be handed passwords with the one, and tokens of other services with the other. */
const GIVEN_BY_HAND: readonly string[] = [GRANT_TYPES.password, GRANT_TYPES.tokenExchange];

const texts = (value: unknown, holds: (text: string) => boolean): boolean =>
  Array.isArray(value) &&
  value.length <= MAX_ENTRIES &&
  value.every((text) => typeof text === 'string' && text.length <= 253 && holds(text));
const within = (value: unknown, min: number, max: number): boolean =>
  Number.isInteger(value) && (value as number) >= min && (value as number) <= max;

const MEMBERS: Readonly<Record<keyof RegistrationRules, readonly [(value: unknown) => boolean, string]>> = {
  scopes: [
    (value) => texts(value, (text) => NAME.test(text) && (!ADMIN.test(text) || ALLOWED.includes(text))),
    'a list of scopes, none of them of the admin API or for the connections of others',
  ],
  grantTypes: [
    (value) => texts(value, (text) => NAME.test(text) && !GIVEN_BY_HAND.includes(text)),
    'a list of grant types, none of them for passwords or for the exchange of tokens',
  ],
  redirectHosts: [
    (value) => texts(value, (text) => HOST.test(text)),
    'a list of hosts such as example.com or *.example.com',
  ],
  maxClients: [(value) => within(value, 0, MAX_CLIENTS), `a whole number from 0 to ${MAX_CLIENTS}`],
  unusedDays: [(value) => within(value, 1, MAX_DAYS), `a whole number from 1 to ${MAX_DAYS}`],
};

/** Why a realm cannot have these rules for clients that register; null for good ones, which are complete. */
export function registrationRulesFault(value: unknown): string | null {
  if (typeof value !== 'object' || value === null) return 'must be an object';
  const unknown = Object.keys(value).find((name) => !(name in MEMBERS));
  if (unknown !== undefined) return 'has a member that it must not have';
  const wrong = Object.entries(MEMBERS).find(([name, [holds]]) => !holds((value as Record<string, unknown>)[name]));
  return wrong ? `has ${wrong[0]} that is not ${wrong[1][1]}` : null;
}
