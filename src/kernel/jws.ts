import { createPrivateKey, createPublicKey, generateKeyPair, sign, constants, type KeyObject } from 'node:crypto';
import { promisify } from 'node:util';

/** The signature algorithms of this server (RFC 7518 section 3.1). */
export const SIGNING_ALGORITHMS = ['ES256', 'RS256', 'PS256'] as const;
export type SigningAlgorithm = (typeof SIGNING_ALGORITHMS)[number];

export type { KeyObject };

const generate = promisify(generateKeyPair);

/** A new private key: P-256 for ES256, RSA with 2048 bits for the others. */
export async function generatePrivateKey(algorithm: SigningAlgorithm): Promise<KeyObject> {
  const pair =
    algorithm === 'ES256'
      ? await generate('ec', { namedCurve: 'P-256' })
      : await generate('rsa', { modulusLength: 2048, publicExponent: 0x10001 });
  return pair.privateKey;
}

export const exportPrivateKey = (key: KeyObject): Buffer => key.export({ format: 'der', type: 'pkcs8' });

export const importPrivateKey = (der: Buffer): KeyObject =>
  createPrivateKey({ key: der, format: 'der', type: 'pkcs8' });

export const publicKeyOf = (key: KeyObject): KeyObject => createPublicKey(key);

export const importPublicJwk = (jwk: Record<string, unknown>): KeyObject =>
  createPublicKey({ key: jwk as never, format: 'jwk' });

/** The public members of a key as a JWK (RFC 7517), without `kid`, `alg` and `use`. */
export const exportPublicJwk = (key: KeyObject): Record<string, unknown> =>
  createPublicKey(key).export({ format: 'jwk' }) as Record<string, unknown>;

const encodeJson = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');

/** The protected header, encoded once for each key and type: it is the same for every token they sign. */
export const encodeHeader = (header: { alg: SigningAlgorithm; kid: string; typ: string }): string => encodeJson(header);

/** Signs compact JWS (RFC 7515 section 7.1). The one place where the server signs. */
export function signCompact(
  encodedHeader: string,
  payload: object,
  algorithm: SigningAlgorithm,
  privateKey: KeyObject,
): string {
  const input = `${encodedHeader}.${encodeJson(payload)}`;
  return `${input}.${sign('sha256', Buffer.from(input), signOptions(algorithm, privateKey)).toString('base64url')}`;
}

function signOptions(algorithm: SigningAlgorithm, key: KeyObject) {
  if (algorithm === 'ES256') return { key, dsaEncoding: 'ieee-p1363' as const };
  if (algorithm === 'PS256') return { key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 32 };
  return { key };
}
