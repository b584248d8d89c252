import { generateKeyPairSync } from 'node:crypto';
import { isSignedBy, readCompact } from './compact-jws.js';
import { encodeHeader, generatePrivateKey, publicKeyOf, SIGNING_ALGORITHMS, signCompact } from './jws.js';

const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');

describe.each(SIGNING_ALGORITHMS)('a compact JWS by %s', (alg) => {
  const made = async () => {
    const key = await generatePrivateKey(alg);
    const token = signCompact(encodeHeader({ alg, kid: 'k', typ: 'JWT' }), { a: 1 }, alg, key);
    return { key: publicKeyOf(key), token };
  };

  it('is read whole and found signed by its key', async () => {
    const { key, token } = await made();
    const jws = readCompact(token)!;
    expect(jws).toMatchObject({ header: { alg, kid: 'k' }, claims: { a: 1 } });
    expect(isSignedBy(jws, alg, key)).toBe(true);
  });

  it('req 79: is not found signed by another key, by another algorithm, altered, or unsigned', async () => {
    const { key, token } = await made();
    const jws = readCompact(token)!;
    const other = publicKeyOf(await generatePrivateKey(alg));
    expect(isSignedBy(jws, alg, other)).toBe(false);
    for (const name of SIGNING_ALGORITHMS.filter((name) => name !== alg)) {
      expect(isSignedBy(jws, name, key)).toBe(false);
    }
    expect(isSignedBy({ ...jws, input: `${jws.input}x` }, alg, key)).toBe(false);
    expect(isSignedBy({ ...jws, signature: Buffer.alloc(jws.signature.length) }, alg, key)).toBe(false);
    expect(isSignedBy({ ...jws, signature: Buffer.alloc(0) }, alg, key)).toBe(false);
  });
});

describe('a compact JWS', () => {
  it('may be unsigned, which is told by its empty signature', () => {
    expect(readCompact(`${encode({ alg: 'none' })}.${encode({})}.`)?.signature).toHaveLength(0);
  });

  it.each([
    ['demands an extension', `${encode({ alg: 'ES256', crit: ['exp'] })}.${encode({})}.AA`],
    ['has its payload elsewhere', `${encode({ alg: 'ES256', b64: false })}.${encode({})}.AA`],
    ['has bits to spare', `${encode({ alg: 'ES256' })}.${encode({})}.AB`],
    ['has two parts', `${encode({})}.${encode({})}`],
    ['is encrypted', 'a.b.c.d.e'],
    ['holds a list', `${encode({})}.${encode([])}.AA`],
    ['is no JSON', `${encode({})}.AAAA.AA`],
    ['is too long', `${encode({})}.${encode({ a: 'x'.repeat(16 * 1024) })}.AA`],
  ])('req 46: is none when it %s', (_, token) => {
    expect(readCompact(token)).toBeNull();
  });

  it('req 46: is not taken from a short RSA key or another curve', () => {
    const jws = readCompact(`${encode({ alg: 'RS256' })}.${encode({})}.AA`)!;
    const short = generateKeyPairSync('rsa', { modulusLength: 1024 }).publicKey;
    const curve = generateKeyPairSync('ec', { namedCurve: 'P-384' }).publicKey;
    expect([isSignedBy(jws, 'RS256', short), isSignedBy(jws, 'ES256', curve)]).toEqual([false, false]);
  });
});
