import { DomainError, type FieldError } from '../kernel/domain-error.js';
import { SIGNING_ALGORITHMS } from '../kernel/jws.js';
import { notBeforeFault } from './not-before.rules.js';
import { registrationRulesFault } from './registration-rules.js';
import {
  REGISTRATION_POLICIES,
  TOKEN_FORMATS,
  type Branding,
  type PasswordPolicy,
  type RealmChanges,
} from './realm.types.js';

const NAME = /^[a-zA-Z0-9_-]{1,50}$/;
const COLOUR = /^#[0-9a-fA-F]{6}$/;
// eslint-disable-next-line no-control-regex
const CONTROL = /[\u0000-\u001f\u007f]/;
const LONE_SURROGATE = /\p{Surrogate}/u;
const YEAR = 31_536_000;

/** A name that no realm can have is answered without asking the database. */
export const isRealmName = (name: unknown): name is string => typeof name === 'string' && NAME.test(name);

type Rule = (value: unknown) => string | null;

const lengthOf = (text: string): number => [...text].length;
const when = (holds: boolean, message: string): string | null => (holds ? null : message);
const orNull =
  (rule: Rule): Rule =>
  (value) =>
    value === null ? null : rule(value);
const text =
  (min: number, max: number): Rule =>
  (value) =>
    when(
      typeof value === 'string' && lengthOf(value) >= min && lengthOf(value) <= max && !LONE_SURROGATE.test(value),
      `must be a text of ${min} to ${max} characters`,
    );
const seconds =
  (min: number, max: number): Rule =>
  (value) =>
    when(isWithin(value, min, max), `must be a whole number of seconds from ${min} to ${max}`);
const oneOf =
  (values: readonly string[]): Rule =>
  (value) =>
    when(values.includes(value as string), `must be one of ${values.join(', ')}`);
const trueOrFalse: Rule = (value) => when(typeof value === 'boolean', 'must be true or false');
const key: Rule = (value) =>
  text(5, 128)(value) ?? when(!CONTROL.test(value as string), 'must not hold control characters');

const RULES: Readonly<Record<Exclude<keyof RealmChanges, 'notBefore'>, Rule>> = {
  displayName: orNull(text(1, 255)),
  description: orNull(text(0, 4000)),
  key: orNull(key),
  tokenValiditySeconds: orNull(seconds(1, YEAR)),
  refreshTokenValiditySeconds: seconds(1, 10 * YEAR),
  grantValiditySeconds: seconds(1, 10 * YEAR),
  sessionIdleSeconds: seconds(1, YEAR),
  sessionMaxSeconds: seconds(1, YEAR),
  refreshGraceSeconds: seconds(0, 300),
  accessTokenFormat: oneOf(TOKEN_FORMATS),
  signingAlgorithm: oneOf(SIGNING_ALGORITHMS),
  passwordPolicy,
  branding,
  registration: oneOf(REGISTRATION_POLICIES),
  registrationRules: registrationRulesFault,
  selfRegistration: trueOrFalse,
  connectConfirmationOnly: trueOrFalse,
  enabled: trueOrFalse,
};

/** @throws DomainError `invalid` with one entry for each field that breaks a rule. */
export function checkRealmChanges(changes: RealmChanges, now: number): void {
  const rules = { ...RULES, notBefore: (value: unknown) => notBeforeFault(value, now) } as Readonly<
    Record<string, Rule | undefined>
  >;
  refuse(
    Object.entries(changes).flatMap(([field, value]) => {
      if (value === undefined) return [];
      const message = rules[field] ? rules[field](value) : 'is not a field of a realm';
      return message === null ? [] : [{ field, message }];
    }),
  );
}

/** @throws DomainError `invalid` */
export function checkRealmName(name: string): void {
  if (isRealmName(name)) return;
  throw DomainError.invalid('name', 'must be 1 to 50 of the characters a-z, A-Z, 0-9, _ and -');
}

function refuse(fields: FieldError[]): void {
  if (fields.length > 0) throw new DomainError('invalid', 'The request has fields that are not valid.', { fields });
}

const isWithin = (value: unknown, min: number, max: number): value is number =>
  Number.isInteger(value) && (value as number) >= min && (value as number) <= max;

function passwordPolicy(value: unknown): string | null {
  if (!hasOnly(value, ['minLength', 'maxLength'])) return 'must be an object of minLength and maxLength';
  const { minLength, maxLength } = value as PasswordPolicy;
  const holds = isWithin(minLength, 4, 256) && isWithin(maxLength, minLength, 256);
  return when(holds, 'must have minLength and maxLength, from 4 to 256, the first not above the second');
}

function branding(value: unknown): string | null {
  if (!hasOnly(value, ['logoUri', 'primaryColor'])) return 'must be an object of logoUri and primaryColor';
  const { logoUri, primaryColor } = value as Branding;
  if (primaryColor !== undefined && !COLOUR.test(primaryColor))
    return 'has a primaryColor that is not of the form #rrggbb';
  return when(logoUri === undefined || isImageAddress(logoUri), 'has a logoUri that is not an https address');
}

const hasOnly = (value: unknown, members: readonly string[]): boolean =>
  typeof value === 'object' && value !== null && Object.keys(value).every((member) => members.includes(member));

const isImageAddress = (address: unknown): boolean =>
  typeof address === 'string' &&
  address.length <= 2048 &&
  URL.canParse(address) &&
  new URL(address).protocol === 'https:';
