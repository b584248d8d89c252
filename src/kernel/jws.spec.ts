import { verify, constants } from 'node:crypto';
import {
  SIGNING_ALGORITHMS,
  encodeHeader,
  exportPrivateKey,
  exportPublicJwk,
  generatePrivateKey,
  importPrivateKey,
  importPublicJwk,
  publicKeyOf,
  signCompact,
} from './jws.js';

const VERIFY_OPTIONS = {
  ES256: { dsaEncoding: 'ieee-p1363' },
  RS256: {},
  PS256: { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 32 },
} as const;

describe.each(SIGNING_ALGORITHMS)('signCompact with %s', (algorithm) => {
  it('makes a compact JWS that the public key verifies', async () => {
    const key = await generatePrivateKey(algorithm);
    const jws = signCompact(encodeHeader({ alg: algorithm, kid: 'k', typ: 'JWT' }), { sub: 'Zoë' }, algorithm, key);
    const [header, payload, signature] = jws.split('.') as [string, string, string];
    const options = { key: publicKeyOf(key), ...VERIFY_OPTIONS[algorithm] };
    const signed = Buffer.from(`${header}.${payload}`);
    expect(JSON.parse(Buffer.from(header, 'base64url').toString())).toEqual({ alg: algorithm, kid: 'k', typ: 'JWT' });
    expect(JSON.parse(Buffer.from(payload, 'base64url').toString())).toEqual({ sub: 'Zoë' });
    expect(verify('sha256', signed, options, Buffer.from(signature, 'base64url'))).toBe(true);
  });

  it('keeps a key through export and import, and shows no private member', async () => {
    const key = await generatePrivateKey(algorithm);
    const jwk = exportPublicJwk(importPrivateKey(exportPrivateKey(key)));
    expect(jwk).toEqual(exportPublicJwk(key));
    expect(Object.keys(jwk)).not.toEqual(expect.arrayContaining(['d']));
    expect(importPublicJwk(jwk).equals(publicKeyOf(key))).toBe(true);
  });
});
