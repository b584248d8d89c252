import { invalidRequest } from './oauth-error.js';

/** What a client wants to know of one claim; null: whatever there is (OpenID Connect Core section 5.5.1). */
export interface ClaimWish {
  readonly essential?: boolean;
  readonly value?: unknown;
  readonly values?: readonly unknown[];
}

type Wishes = Readonly<Record<string, ClaimWish | null>>;

/** The `claims` parameter (OpenID Connect Core section 5.5), by its wire names: it is kept as JSON with the authorization. */
export interface ClaimsRequest {
  readonly userinfo?: Wishes;
  readonly id_token?: Wishes;
}

const MAX_CLAIMS = 100;

/**
 * Unknown members are left out, at both levels.
 *
 * @throws OAuthError `invalid_request` for what is no JSON object of the shape that section 5.5 describes.
 */
export function parseClaimsRequest(text: string): ClaimsRequest {
  const whole = parseObject(text);
  const userinfo = wishesOf(whole['userinfo']);
  const idToken = wishesOf(whole['id_token']);
  return { ...(userinfo && { userinfo }), ...(idToken && { id_token: idToken }) };
}

/** The claims that are wished for, with or without a condition. */
export const wishedClaims = (wishes: Wishes | undefined): string[] => Object.keys(wishes ?? {});

/** The values of which a claim has to have one; null where any will do. */
export function wantedValues(wish: ClaimWish | null | undefined): readonly unknown[] | null {
  if (wish?.value !== undefined) return [wish.value];
  return wish?.values ?? null;
}

/** Whether a user may be told of under this `sub`: a client may ask for one user alone (OpenID Connect Core section 5.5.1). */
export function allowsSubject(claims: ClaimsRequest | null, sub: string): boolean {
  const wanted = [claims?.userinfo, claims?.id_token].map((wishes) => wantedValues(wishes?.['sub']));
  return wanted.every((values) => values === null || values.includes(sub));
}

/** The values of which the `acr` has to have one, or there is to be no sign-in; null where any will do. */
export function essentialAcr(claims: ClaimsRequest | null): readonly unknown[] | null {
  const wish = claims?.id_token?.['acr'];
  return wish?.essential ? wantedValues(wish) : null;
}

function parseObject(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    if (isObject(value)) return value;
  } catch {
    // No JSON: refused like JSON of another shape.
  }
  throw malformed();
}

function wishesOf(member: unknown): Wishes | undefined {
  if (member === undefined || member === null) return undefined;
  if (!isObject(member) || Object.keys(member).length > MAX_CLAIMS) throw malformed();
  return Object.fromEntries(Object.entries(member).map(([claim, wish]) => [claim, wishOf(wish)]));
}

function wishOf(wish: unknown): ClaimWish | null {
  if (wish === null) return null;
  if (!isObject(wish)) throw malformed();
  const { essential, value, values } = wish;
  if (essential !== undefined && typeof essential !== 'boolean') throw malformed();
  if (values !== undefined && !Array.isArray(values)) throw malformed();
  return {
    ...(essential !== undefined && { essential }),
    ...(value !== undefined && { value }),
    ...(values !== undefined && { values: values as unknown[] }),
  };
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const malformed = (): Error =>
  invalidRequest('The parameter claims is not JSON as OpenID Connect Core section 5.5 describes it.');
