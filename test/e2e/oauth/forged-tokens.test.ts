import { createHmac, createPublicKey, generateKeyPairSync, sign, type KeyObject } from 'node:crypto';
import { KeysService } from '../../../src/keys/keys.service.js';
import type { Realm } from '../../../src/realms/realm.types.js';
import { aClient, aRealm, aUser, type BuiltClient, type BuiltUser } from '../../support/builders.js';
import { claimsOf, OAuth } from '../../support/oauth.js';
import { startServer, type TestServer } from '../../support/server.js';

type Json = Record<string, unknown>;
const encode = (value: Json): string => Buffer.from(JSON.stringify(value)).toString('base64url');

describe('forged access tokens', () => {
  let server: TestServer;
  let realm: Realm;
  let oauth: OAuth;
  let client: BuiltClient;
  let user: BuiltUser;
  let genuine: string;
  let header: Json;
  let claims: Json;

  beforeAll(async () => {
    server = await startServer();
    realm = await aRealm(server);
    oauth = new OAuth(server, realm);
    client = await aClient(server, realm);
    user = await aUser(server, realm);
    genuine = String((await oauth.password(client, user, { scope: 'openid' })).body['access_token']);
    header = JSON.parse(Buffer.from(genuine.split('.')[0]!, 'base64url').toString()) as Json;
    claims = claimsOf(genuine);
  });
  afterAll(() => server.close());

  async function expectRefused(token: string): Promise<void> {
    expect(await oauth.isActive(client, token)).toBe(false);
    expect((await oauth.userinfo(token)).status).toBe(401);
  }

  const attacker = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const signed = (head: Json, payload: Json, key: KeyObject = attacker.privateKey): string => {
    const input = `${encode(head)}.${encode(payload)}`;
    return `${input}.${sign('sha256', Buffer.from(input), { key, dsaEncoding: 'ieee-p1363' }).toString('base64url')}`;
  };
  const signedByRealm = (of: Realm, typ: string, payload: Json): Promise<string> =>
    server.get(KeysService).sign(of, 'ES256', typ, payload as Json & { exp: number });

  it('req 78: an access token is typed at+jwt and has the claims of RFC 9068', () => {
    expect(header).toEqual({ typ: 'at+jwt', alg: 'ES256', kid: expect.any(String) });
    expect(claims).toMatchObject({
      iss: server.issuer(realm.name),
      sub: user.id,
      aud: server.issuer(realm.name),
      client_id: client.clientId,
      scope: 'openid',
      authorities: [],
      iat: expect.any(Number),
      exp: expect.any(Number),
      jti: expect.any(String),
    });
  });

  it.each(['JWT', 'logout+jwt', 'dpop+jwt', 'application/jwt', ''])(
    'req 78: a JWT of type %s is no access token, though the realm signed it',
    async (typ) => {
      await expectRefused(await signedByRealm(realm, typ, claims));
    },
  );

  it('the same claims under the right type are one', async () => {
    expect(await oauth.isActive(client, await signedByRealm(realm, 'at+jwt', claims))).toBe(true);
  });

  it.each([
    ['another issuer', { iss: 'https://evil.example' }],
    ['no jti', { jti: undefined }],
    ['an end in the past', { exp: 1 }],
    ['another client', { client_id: 'nobody' }],
    ['another user', { sub: '018f0000-0000-7000-8000-000000000000' }],
    ['another grant', { gid: '018f0000-0000-7000-8000-000000000000' }],
  ])('req 78: %s is refused, though the realm signed it', async (_, change) => {
    await expectRefused(await signedByRealm(realm, 'at+jwt', { ...claims, ...change }));
  });

  it.each(['none', 'None', 'NONE', 'nOnE'])('req 79: alg %s is refused', async (alg) => {
    await expectRefused(`${encode({ ...header, alg })}.${encode(claims)}.`);
    await expectRefused(`${encode({ ...header, alg })}.${encode(claims)}.AA`);
  });

  it('req 79: an HMAC under the public key is refused', async () => {
    const { keys } = await server.get(KeysService).jwks(realm);
    for (const jwk of keys) {
      const pem = createPublicKey({ key: jwk as never, format: 'jwk' }).export({ type: 'spki', format: 'pem' });
      const input = `${encode({ ...header, alg: 'HS256', kid: jwk.kid })}.${encode(claims)}`;
      await expectRefused(`${input}.${createHmac('sha256', pem).update(input).digest('base64url')}`);
    }
  });

  it('req 79: a key that the header brings along is not used', async () => {
    const jwk = attacker.publicKey.export({ format: 'jwk' }) as Json;
    await expectRefused(signed({ ...header, jwk }, claims));
    await expectRefused(signed({ ...header, jwk: { ...jwk, kid: header['kid'] } }, claims));
    for (const name of ['jku', 'x5u']) await expectRefused(signed({ ...header, [name]: `${server.url}/evil` }, claims));
  });

  it.each([undefined, '', 'unknown', '../../etc/passwd', "' OR 1=1 --", { a: 1 }, 7])(
    'req 79: the kid %p leads to no key',
    async (kid) => {
      await expectRefused(signed({ ...header, kid }, claims));
    },
  );

  it('req 79: an ECDSA signature of zeros is refused', async () => {
    await expectRefused(`${encode(header)}.${encode(claims)}.${Buffer.alloc(64).toString('base64url')}`);
  });

  it('req 79: a token whose header demands an extension is refused', async () => {
    await expectRefused(signed({ ...header, crit: ['exp'] }, claims));
  });

  it("req 49, 79: another realm's key signs nothing here", async () => {
    const elsewhere = await aRealm(server);
    await expectRefused(await signedByRealm(elsewhere, 'at+jwt', claims));
    await expectRefused(await signedByRealm(elsewhere, 'at+jwt', { ...claims, iss: server.issuer(elsewhere.name) }));
  });

  it('req 79: altered claims are refused', async () => {
    const [head, , signature] = genuine.split('.');
    await expectRefused(`${head}.${encode({ ...claims, scope: 'openid email' })}.${signature}`);
  });
});
