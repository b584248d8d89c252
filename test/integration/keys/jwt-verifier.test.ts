import { createHmac, generateKeyPairSync } from 'node:crypto';
import fc from 'fast-check';
import { exportJWK, SignJWT } from 'jose';
import { JwtVerifier } from '../../../src/keys/jwt-verifier.service.js';
import { KeysService } from '../../../src/keys/keys.service.js';
import { SIGNING_ALGORITHMS } from '../../../src/kernel/jws.js';
import type { Realm } from '../../../src/realms/realm.types.js';
import { type Domain, freshDomain } from '../../support/domain.js';

const TYP = 'at+jwt';
const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');

describe('JwtVerifier', () => {
  let node: Domain;
  let keys: KeysService;
  let verifier: JwtVerifier;
  let realm: Realm;
  let neighbour: Realm;
  let token: string;

  const exp = (): number => Math.floor(node.clock.now() / 1000) + 600;
  const verify = (presented: string, typ = TYP) => verifier.verify(realm, presented, typ);
  /** A token by the realm's own key, with another header. */
  const withHeader = async (header: Record<string, unknown>, claims: object = { exp: exp() }): Promise<string> => {
    const { kid, alg, privateKey } = await keys.signer(realm, 'ES256');
    return new SignJWT({ ...claims }).setProtectedHeader({ alg, kid, typ: TYP, ...header }).sign(privateKey);
  };

  beforeAll(async () => {
    node = await freshDomain();
    keys = node.get(KeysService);
    verifier = node.get(JwtVerifier);
    realm = await node.realm('one');
    neighbour = await node.realm('two');
    await keys.provision(realm);
    await keys.provision(neighbour);
  });
  beforeEach(async () => {
    token = await keys.sign(realm, 'ES256', TYP, { sub: 'me', exp: exp() });
  });
  afterAll(() => node.close());

  it.each(SIGNING_ALGORITHMS)('takes what this realm signed with %s', async (alg) => {
    const signed = await keys.sign(realm, alg, TYP, { sub: 'me', exp: exp() });
    expect(await verify(signed)).toMatchObject({ sub: 'me' });
  });

  it('takes the media type whole and in any case', async () => {
    expect(await verify(await withHeader({ typ: 'application/AT+JWT' }))).not.toBeNull();
  });

  it.each(['JWT', 'logout+jwt', undefined, 'at+jwtx', 'at+jwt '])('req 78: refuses a token of type %s', async (typ) => {
    expect(await verify(await withHeader({ typ }))).toBeNull();
  });

  it('req 78: refuses an access token where another type is asked for', async () => {
    expect(await verify(token, 'JWT')).toBeNull();
  });

  it('req 49: refuses a token of another realm', async () => {
    const foreign = await keys.sign(neighbour, 'ES256', TYP, { sub: 'me', exp: exp() });
    expect(await verify(foreign)).toBeNull();
    expect(await verifier.verify(neighbour, foreign, TYP)).not.toBeNull();
  });

  it('refuses a token from the moment that it expires', async () => {
    node.clock.advance(599);
    expect(await verify(token)).not.toBeNull();
    node.clock.advance(1);
    expect(await verify(token)).toBeNull();
  });

  it('refuses a token that never expires', async () => {
    expect(await verify(await withHeader({}, {}))).toBeNull();
  });

  it.each(['none', 'None', 'NONE'])('req 79: refuses alg %s', async (alg) => {
    const { kid } = await keys.signer(realm, 'ES256');
    const head = encode({ alg, kid, typ: TYP });
    expect(await verify(`${head}.${token.split('.')[1]}.`)).toBeNull();
    expect(await verify(`${head}.${token.split('.').slice(1).join('.')}`)).toBeNull();
  });

  it('req 79: refuses an HMAC made with the public key', async () => {
    const { keys: published } = await keys.jwks(realm);
    for (const jwk of published) {
      const input = `${encode({ alg: 'HS256', kid: jwk['kid'], typ: TYP })}.${encode({ exp: exp() })}`;
      const mac = createHmac('sha256', JSON.stringify(jwk)).update(input).digest('base64url');
      expect(await verify(`${input}.${mac}`)).toBeNull();
    }
  });

  it('req 79: refuses an algorithm that is not that of the key', async () => {
    const { kid, privateKey } = await keys.signer(realm, 'RS256');
    const confused = new SignJWT({ exp: exp() }).setProtectedHeader({ alg: 'PS256', kid, typ: TYP }).sign(privateKey);
    expect(await verify(await confused)).toBeNull();
  });

  it('req 79: refuses an ECDSA signature of zeros', async () => {
    const [head, body] = token.split('.');
    expect(await verify(`${head}.${body}.${Buffer.alloc(64).toString('base64url')}`)).toBeNull();
  });

  it('req 46: never takes a key out of the header', async () => {
    const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const jwk = await exportJWK(publicKey);
    const { kid } = await keys.signer(realm, 'ES256');
    for (const name of [kid, undefined, 'mine']) {
      const header = {
        alg: 'ES256',
        kid: name,
        typ: TYP,
        jwk,
        jku: 'http://127.0.0.1:9/keys',
        x5u: 'http://127.0.0.1:9/',
      };
      const forged = await new SignJWT({ exp: exp() }).setProtectedHeader(header).sign(privateKey);
      expect(await verify(forged)).toBeNull();
    }
  });

  it('req 46: refuses crit', async () => {
    const { privateKey, kid } = await keys.signer(realm, 'ES256');
    const header = { alg: 'ES256', kid, typ: TYP, crit: ['b64'], b64: true };
    expect(await verify(await new SignJWT({ exp: exp() }).setProtectedHeader(header).sign(privateKey))).toBeNull();
  });

  it.each([`' OR '1'='1`, '../../etc/passwd', '', 'x'.repeat(5000), 5, null, ['a'], {}])(
    'req 46: takes kid %j for a name and nothing else',
    async (kid) => {
      const [, body, signature] = token.split('.');
      expect(await verify(`${encode({ alg: 'ES256', kid, typ: TYP })}.${body}.${signature}`)).toBeNull();
    },
  );

  it('req 39: refuses every prefix, padding and change of a token', async () => {
    for (let length = 0; length < token.length; length += 7) expect(await verify(token.slice(0, length))).toBeNull();
    for (const changed of [`${token}=`, `${token} `, ` ${token}`, `${token}.`, `${token}.x`, token.toUpperCase()]) {
      expect(await verify(changed)).toBeNull();
    }
  });

  it('req 39: refuses a signature whose last letter differs in bits that do not count', async () => {
    const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
    const stem = token.slice(0, -1);
    const taken = await Promise.all([...alphabet].map((letter) => verify(stem + letter)));
    expect(taken.filter((claims) => claims !== null)).toHaveLength(1);
  });

  it('req 89: refuses a token of more than 16 KiB', async () => {
    const long = await keys.sign(realm, 'ES256', TYP, { exp: exp(), filler: 'x'.repeat(16 * 1024) });
    expect(await verify(long)).toBeNull();
  });

  it('answers null to whatever text', async () => {
    const text = fc.oneof(
      fc.string(),
      fc.base64String().map((part) => `${part}.${part}.${part}`),
      fc.constant('..'),
    );
    await fc.assert(
      fc.asyncProperty(text, async (presented) => {
        expect(await verify(presented)).toBeNull();
      }),
    );
  });
});
