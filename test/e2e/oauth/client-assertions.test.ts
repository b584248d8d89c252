import { createPublicKey } from 'node:crypto';
import type { NewClient } from '../../../src/clients/client.types.js';
import {
  aClientKey,
  assertionClaims,
  assertionForm,
  signedBySecret,
  signedWith,
  unsigned,
  type Claims,
} from '../../support/assertions.js';
import { atOnce } from '../../support/at-once.js';
import { aClient, aRealm, type BuiltClient } from '../../support/builders.js';
import { OAuth } from '../../support/oauth.js';
import { basic, postForm, type Answer } from '../../support/requests.js';
import { startServer, type TestServer } from '../../support/server.js';
import { startStub, type StubServer } from '../../support/stub-server.js';

describe('clients that authenticate by a signed assertion', () => {
  let server: TestServer;
  let oauth: OAuth;
  let stub: StubServer;
  let canary: StubServer;
  let issuer: string;

  beforeAll(async () => {
    [stub, canary] = [await startStub(), await startStub()];
    server = await startServer({
      settings: {
        CLIENT_FAILURES_PER_ADDRESS: '100000',
        CLIENT_FAILURES_PER_REALM: '100000',
        EGRESS_ALLOW: stub.authority,
      },
    });
    oauth = new OAuth(server, await aRealm(server));
    issuer = server.issuer(oauth.realm.name);
  });
  afterAll(async () => {
    await server.close();
    await stub.close();
    await canary.close();
  });

  const ask = (assertion: string, form: Record<string, string> = {}, headers = {}): Promise<Answer> =>
    postForm(
      oauth.url('oauth/token'),
      { grant_type: 'client_credentials', ...assertionForm(assertion), ...form },
      headers,
    );
  const statusOf = async (answer: Promise<Answer>): Promise<number> => (await answer).status;
  const claimsFor = ({ clientId }: BuiltClient, changes: Claims = {}): Claims =>
    assertionClaims(clientId, issuer, changes);

  describe('private_key_jwt', () => {
    const key = aClientKey();
    const withKeys = (input: Partial<NewClient> = {}): Promise<BuiltClient> =>
      aClient(server, oauth.realm, {
        tokenEndpointAuthMethods: ['private_key_jwt'],
        jwks: { keys: [key.jwk] },
        ...input,
      });
    let client: BuiltClient;
    beforeAll(async () => {
      client = await withKeys();
    });

    it('lets a client in that has a key and no secret', async () => {
      expect(client.secret).toBe('');
      const { status, body } = await ask(signedWith(key, claimsFor(client)));
      expect([status, body['token_type']]).toEqual([200, 'Bearer']);
    });

    it('goes for introspection and revocation too', async () => {
      const { body } = await ask(signedWith(key, claimsFor(client)));
      const token = String(body['access_token']);
      const form = (): Record<string, string> => ({ token, ...assertionForm(signedWith(key, claimsFor(client))) });
      expect((await postForm(oauth.url('oauth/introspect'), form())).body['active']).toBe(true);
      expect((await postForm(oauth.url('oauth/revoke'), form())).status).toBe(200);
      expect((await postForm(oauth.url('oauth/introspect'), form())).body['active']).toBe(false);
    });

    it.each([
      ['the token endpoint as audience', { aud: () => oauth.url('oauth/token') }],
      ['an array as audience', { aud: () => [issuer] }],
      ['another realm as audience', { aud: () => server.issuer('master') }],
      ['no end', { exp: () => undefined }],
      ['an end in an hour', { exp: () => Math.floor(Date.now() / 1000) + 3600 }],
      ['an end in the past', { exp: () => Math.floor(Date.now() / 1000) - 1 }],
      ['a start in two minutes', { nbf: () => Math.floor(Date.now() / 1000) + 120 }],
      ['no jti', { jti: () => undefined }],
      ['another issuer', { iss: () => 'other' }],
    ])('req 44: refuses %s', async (_, changes) => {
      const changed = Object.fromEntries(Object.entries(changes).map(([name, value]) => [name, value()]));
      const { status, body } = await ask(signedWith(key, claimsFor(client, changed)));
      expect([status, body['error']]).toEqual([401, 'invalid_client']);
    });

    it('req 44: takes an assertion once, and no refused one is used up', async () => {
      const claims = claimsFor(client);
      expect(await statusOf(ask(signedWith(aClientKey(), claims)))).toBe(401);
      expect(await statusOf(ask(signedWith(key, claims)))).toBe(200);
      expect(await statusOf(ask(signedWith(key, claims)))).toBe(401);
    });

    it('req 44: takes one of many equal ones that come at once', async () => {
      const assertion = signedWith(key, claimsFor(client));
      const statuses = await atOnce(20, () => statusOf(ask(assertion)));
      expect(statuses.filter((status) => status === 200)).toHaveLength(1);
    });

    it('req 44: two clients may use the same jti', async () => {
      const [other, jti] = [await withKeys(), 'shared'];
      expect(await statusOf(ask(signedWith(key, claimsFor(client, { jti }))))).toBe(200);
      expect(await statusOf(ask(signedWith(key, claimsFor(other, { jti }))))).toBe(200);
    });

    it('req 44: takes no unsigned assertion, and none made by HMAC with the public key', async () => {
      const pem = createPublicKey(key.privateKey).export({ format: 'pem', type: 'spki' });
      expect(await statusOf(ask(unsigned(claimsFor(client))))).toBe(401);
      expect(await statusOf(ask(signedBySecret(pem as string, claimsFor(client))))).toBe(401);
      expect(await statusOf(ask(signedBySecret(JSON.stringify(key.jwk), claimsFor(client))))).toBe(401);
      expect(await statusOf(ask(signedBySecret('', claimsFor(client))))).toBe(401);
    });

    it('req 44: takes no algorithm but the registered one', async () => {
      const rsa = aClientKey('RS256');
      const strict = await withKeys({ jwks: { keys: [key.jwk, rsa.jwk] }, tokenEndpointAuthSigningAlg: 'RS256' });
      expect(await statusOf(ask(signedWith(key, claimsFor(strict))))).toBe(401);
      expect(await statusOf(ask(signedWith(rsa, claimsFor(strict))))).toBe(200);
      const pss = { ...rsa, algorithm: 'PS256' } as const;
      expect(await statusOf(ask(signedWith(pss, claimsFor(strict))))).toBe(401);
    });

    it('req 46: believes no key that the header brings', async () => {
      const own = aClientKey();
      const header = { jwk: own.jwk, jku: canary.serve('/jwks', { keys: [own.jwk] }), x5u: `${canary.url}/cert` };
      expect(await statusOf(ask(signedWith(own, claimsFor(client), { ...header, kid: key.kid })))).toBe(401);
      expect(await statusOf(ask(signedWith(key, claimsFor(client), { crit: ['exp'] })))).toBe(401);
      expect(canary.connections).toBe(0);
    });

    it('req 41: is one method of one request', async () => {
      const form = { client_id: client.clientId, client_secret: 'a-secret-of-16-chars' };
      const { status, body } = await ask(signedWith(key, claimsFor(client)), form);
      expect([status, body['error']]).toEqual([400, 'invalid_request']);
      const other = await aClient(server, oauth.realm);
      expect(await statusOf(ask(signedWith(key, claimsFor(client)), {}, basic(other)))).toBe(400);
    });

    it('req 41: is for clients that are registered for it, and for no other client_id', async () => {
      const basicOnly = await aClient(server, oauth.realm, { jwks: { keys: [key.jwk] } });
      expect(await statusOf(ask(signedWith(key, claimsFor(basicOnly))))).toBe(401);
      const form = { client_id: basicOnly.clientId };
      expect(await statusOf(ask(signedWith(key, claimsFor(client)), form))).toBe(400);
      expect(await statusOf(ask(signedWith(key, claimsFor(client)), { client_id: client.clientId }))).toBe(200);
    });

    it('is refused when it is no assertion, or one of another type', async () => {
      const form = { grant_type: 'client_credentials', client_id: client.clientId };
      const bad = [
        { client_assertion: 'no.jwt' },
        { client_assertion_type: 'jwt' },
        assertionForm('x'),
        { ...assertionForm(signedWith(key, claimsFor(client))), client_assertion_type: 'saml2-bearer' },
      ];
      for (const more of bad) {
        const { status, body } = await postForm(oauth.url('oauth/token'), { ...form, ...more });
        expect([status, body['error']]).toEqual([401, 'invalid_client']);
      }
    });

    it('has an audience of its own where an administrator gave the client one', async () => {
      const aud = 'https://legacy.example.com/token';
      const legacy = await withKeys({ assertionAudience: aud });
      expect(await statusOf(ask(signedWith(key, claimsFor(legacy, { aud }))))).toBe(200);
      expect(await statusOf(ask(signedWith(key, claimsFor(legacy))))).toBe(401);
    });

    it('follows a client that rotates the keys it publishes', async () => {
      const [first, second] = [aClientKey('RS256'), aClientKey('RS256')];
      const jwksUri = stub.serve('/rotating', { keys: [first.jwk] });
      const rotating = await withKeys({ jwks: null, jwksUri });
      expect(stub.asked).not.toContain('/rotating');
      expect(await statusOf(ask(signedWith(first, claimsFor(rotating))))).toBe(200);
      stub.serve('/rotating', { keys: [second.jwk] });
      server.advance(15);
      const late = (): Claims => claimsFor(rotating, { exp: Math.floor(Date.now() / 1000) + 75 });
      expect(await statusOf(ask(signedWith(second, late())))).toBe(200);
      expect(await statusOf(ask(signedWith(first, late())))).toBe(401);
      expect(stub.asked.filter((path) => path === '/rotating')).toHaveLength(2);
    });

    it('req 67: reaches no private address for the keys of a client', async () => {
      const jwksUri = `${canary.url.replace('http:', 'https:')}/jwks`;
      const curious = await withKeys({ jwks: null, jwksUri });
      expect(
        await statusOf(ask(signedWith(key, claimsFor(curious, { exp: Math.floor(Date.now() / 1000) + 75 })))),
      ).toBe(401);
      await expect(withKeys({ jwks: null, jwksUri: `${canary.url}/jwks` })).rejects.toMatchObject({ code: 'invalid' });
      expect(canary.connections).toBe(0);
    });
  });
});
