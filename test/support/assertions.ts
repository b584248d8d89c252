import { createHmac, generateKeyPairSync, randomUUID, type KeyObject } from 'node:crypto';
import { exportPublicJwk, signCompact, type SigningAlgorithm } from '../../src/kernel/jws.js';

const encode = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
const now = (): number => Math.floor(Date.now() / 1000);

/** A key pair of a client, with its public half as a JWK. */
export interface ClientKey {
  readonly kid: string;
  readonly algorithm: SigningAlgorithm;
  readonly privateKey: KeyObject;
  readonly jwk: Record<string, unknown>;
}

export function aClientKey(algorithm: SigningAlgorithm = 'ES256', kid: string = randomUUID()): ClientKey {
  const { privateKey } =
    algorithm === 'ES256'
      ? generateKeyPairSync('ec', { namedCurve: 'P-256' })
      : generateKeyPairSync('rsa', { modulusLength: 2048 });
  return { kid, algorithm, privateKey, jwk: { ...exportPublicJwk(privateKey), kid } };
}

export type Claims = Record<string, unknown>;

/** What a good assertion of the client says. */
export const assertionClaims = (clientId: string, audience: string, changes: Claims = {}): Claims => ({
  iss: clientId,
  sub: clientId,
  aud: audience,
  iat: now(),
  exp: now() + 60,
  jti: randomUUID(),
  ...changes,
});

export const signedWith = ({ privateKey, algorithm, kid }: ClientKey, claims: Claims, header: Claims = {}): string =>
  signCompact(encode({ alg: algorithm, kid, ...header }), claims, algorithm, privateKey);

/** By HMAC-SHA-256, as `client_secret_jwt` does. */
export function signedBySecret(secret: string | Buffer, claims: Claims, header: Claims = {}): string {
  const input = `${encode({ alg: 'HS256', ...header })}.${encode(claims)}`;
  return `${input}.${createHmac('sha256', secret).update(input).digest('base64url')}`;
}

export const unsigned = (claims: Claims): string => `${encode({ alg: 'none' })}.${encode(claims)}.`;

/** The form members that carry an assertion. */
export const assertionForm = (assertion: string): Record<string, string> => ({
  client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
  client_assertion: assertion,
});
