import type { Realm } from '../../../src/realms/realm.types.js';
import { RealmsService } from '../../../src/realms/realms.service.js';
import { ClientsService } from '../../../src/clients/clients.service.js';
import { aClient, aRealm, aUser, type BuiltClient } from '../../support/builders.js';
import { withoutDatabase } from '../../support/database-down.js';
import { goldenPairs, patternOf, play, type Values } from '../../support/golden-pairs.js';
import { claimsOf, OAuth } from '../../support/oauth.js';
import { startServer, type TestServer } from '../../support/server.js';
import { GoodbridgeClient, pairOf } from './goodbridge.client.js';

const BOUND = 'surveys';
const FORMS = {
  'new access token': '[\\w.-]{40,}',
  'new refresh token': 'rgr_[\\w-]{51}',
  'time': '\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\+00:00',
  'epoch seconds': '\\d{10}',
};
const HEADERS = {
  'content-type': 'application/json; charset=utf-8',
  'cache-control': 'no-store',
  'pragma': 'no-cache',
  'allow': null,
  'www-authenticate': null,
  'retry-after': null,
};

describe('GoodBridge', () => {
  let server: TestServer;
  let realm: Realm;
  let client: BuiltClient;
  let oauth: OAuth;
  let goodbridge: GoodbridgeClient;

  beforeAll(async () => {
    server = await startServer({ settings: { DIALECT_GOODBRIDGE_REALM: BOUND, OPEN_REQUESTS_PER_ADDRESS: '100000' } });
    realm = await aRealm(server, {}, BOUND);
    client = await aClient(server, realm, { grantTypes: ['client_credentials'], defaultScopes: ['profile'] });
    oauth = new OAuth(server, realm);
    goodbridge = new GoodbridgeClient(server.url, client);
  });
  afterAll(() => server.close());

  describe.each([
    ['at its own paths', () => server.url],
    ['below its realm', () => `${server.issuer(BOUND)}/dialects/goodbridge`],
  ])('%s, to the letter', (_, base) => {
    /** What is over, or of other endpoints, by the time it is shown. */
    let known: Values;

    beforeAll(async () => {
      const barred = await aClient(server, realm, { grantTypes: ['password'] });
      const short = { accessTokenValiditySeconds: 60, refreshTokenValiditySeconds: 60 };
      const brief = new GoodbridgeClient(base(), await aClient(server, realm, short));
      const [expired, first, revoked] = [await brief.pair(), await goodbridge.pair(), await goodbridge.pair()];
      await goodbridge.refresh(first.refresh_token);
      await goodbridge.revoke(revoked.access_token, 'access');
      server.advance(120);
      const users = await oauth.password(await aClient(server, realm), await aUser(server, realm));
      known = {
        standard_access_token: String((await oauth.clientCredentials(client)).body['access_token']),
        standard_refresh_token: String(users.body['refresh_token']),
        barred_client_id: barred.clientId,
        barred_client_secret: barred.secret,
        expired_access_token: expired.access_token,
        expired_refresh_token: expired.refresh_token,
        used_refresh_token: first.refresh_token,
        outdated_access_token: first.access_token,
        revoked_access_token: revoked.access_token,
      };
    });

    const alive = async (): Promise<Values> => {
      const { access_token, refresh_token } = await goodbridge.pair();
      return { client_id: client.clientId, client_secret: client.secret, access_token, refresh_token };
    };

    it.each(goldenPairs('goodbridge').map((pair) => [pair.name, pair] as const))('%s', async (_name, pair) => {
      const values = { ...known, ...(await alive()) };
      const { status, headers, text } = await play(base(), pair, values);
      expect([status, text]).toEqual([
        pair.answer.status,
        expect.stringMatching(patternOf(pair.answer.body, values, FORMS)),
      ]);
      const received = Object.keys(HEADERS).map((name) => [name, headers.get(name)]);
      expect(Object.fromEntries(received)).toEqual({ ...HEADERS, ...pair.answer.headers });
    });
  });

  it('gives an hour and 30 days where the client sets nothing', async () => {
    const pair = await goodbridge.pair();
    const { iat, exp } = claimsOf(pair.access_token);
    expect(Number(exp) - Number(iat)).toBe(3600);
    const day = 86_400_000;
    expect(Date.parse(pair.refresh_expires_at) - Date.parse(pair.access_expires_at)).toBe(30 * day - 3600_000);
  });

  it('says when a pair ends as the client has it', async () => {
    const lifetimes = { accessTokenValiditySeconds: 600, refreshTokenValiditySeconds: 7200 };
    const own = new GoodbridgeClient(server.url, await aClient(server, realm, lifetimes));
    const pair = await own.pair();
    const end = Date.parse(pair.access_expires_at);
    expect(end / 1000).toBe(claimsOf(pair.access_token)['exp']);
    expect(Date.parse(pair.refresh_expires_at) - end).toBe(6600_000);
    expect((await own.introspect(pair.access_token)).body['expires_at']).toBe(end / 1000);
  });

  it('gives the default scopes of the client, whatever is asked', async () => {
    const { body } = await oauth.introspect(client, (await goodbridge.pair()).access_token);
    expect(body).toMatchObject({ scope: 'profile', client_id: client.clientId, sub: client.clientId });
  });

  it('speaks of opaque tokens just so', async () => {
    const opaque = new GoodbridgeClient(server.url, await aClient(server, realm, { accessTokenFormat: 'opaque' }));
    const first = await opaque.pair();
    expect(first.access_token).toMatch(/^rga_/);
    const second = pairOf(await opaque.refresh(first.refresh_token));
    expect([await opaque.isActive(first.access_token), await opaque.isActive(second.access_token)]).toEqual([
      false,
      true,
    ]);
    await opaque.revoke(second.access_token, 'access');
    expect(await opaque.isActive(second.access_token)).toBe(false);
  });

  it('ends with an access token that token alone, and with a refresh token everything', async () => {
    const first = await goodbridge.pair();
    await goodbridge.revoke(first.access_token, 'access');
    expect(await goodbridge.isActive(first.access_token)).toBe(false);
    const second = pairOf(await goodbridge.refresh(first.refresh_token));
    expect(await goodbridge.isActive(second.access_token)).toBe(true);
    await goodbridge.revoke(second.refresh_token, 'refresh');
    expect(await goodbridge.isActive(second.access_token)).toBe(false);
    expect((await goodbridge.refresh(second.refresh_token)).status).toBe(401);
  });

  it('req 56: ends the grant when a refresh token is shown again after its window', async () => {
    const first = await goodbridge.pair();
    const second = pairOf(await goodbridge.refresh(first.refresh_token));
    expect(pairOf(await goodbridge.refresh(first.refresh_token)).refresh_token).toBe(second.refresh_token);
    expect(await goodbridge.isActive(second.access_token)).toBe(true);
    server.advance(60);
    expect((await goodbridge.refresh(first.refresh_token)).status).toBe(401);
    expect((await goodbridge.refresh(second.refresh_token)).status).toBe(401);
    expect(await goodbridge.isActive(second.access_token)).toBe(false);
  });

  it('req 43: tells a wrong secret and an unknown client apart by nothing', async () => {
    const { clientId, secret } = client;
    const [wrong, unknown] = await Promise.all([
      new GoodbridgeClient(server.url, { clientId, secret: `${secret}x` }).getToken(),
      new GoodbridgeClient(server.url, { clientId: 'nobody', secret }).getToken(),
    ]);
    expect([wrong.status, wrong.text]).toEqual([unknown.status, unknown.text]);
  });

  it('req 50: is for confidential clients that have the grant', async () => {
    const { body } = await oauth.clientCredentials(client);
    expect(body['refresh_token']).toBeUndefined();
    const pub = await aClient(server, realm, { type: 'public', grantTypes: ['refresh_token'] });
    const { status } = await new GoodbridgeClient(server.url, { ...pub, secret: 'anything' }).getToken();
    expect(status).toBe(401);
  });

  it('req 60: refuses at once what a disabled client holds', async () => {
    const holder = await aClient(server, realm);
    const own = new GoodbridgeClient(server.url, holder);
    const pair = await own.pair();
    await server.get(ClientsService).update(realm, holder.clientId, { enabled: false });
    expect((await own.getToken()).status).toBe(401);
    expect((await own.refresh(pair.refresh_token)).status).toBe(401);
    expect(await own.isActive(pair.access_token)).toBe(false);
  });

  it('refuses the refresh of a client from which the grant was taken', async () => {
    const holder = await aClient(server, realm);
    const own = new GoodbridgeClient(server.url, holder);
    const pair = await own.pair();
    await server.get(ClientsService).update(realm, holder.clientId, { grantTypes: ['password', 'refresh_token'] });
    const { status, body } = await own.refresh(pair.refresh_token);
    expect([status, body['error']]).toEqual([401, 'invalid_grant']);
    await server.get(ClientsService).update(realm, holder.clientId, { grantTypes: ['client_credentials'] });
    expect((await own.refresh(pair.refresh_token)).status).toBe(200);
  });

  it('req 48: a token of the standard endpoints needs the proof of its client, at whichever endpoint', async () => {
    const holder = await aClient(server, realm);
    const { body } = await oauth.password(holder, await aUser(server, realm));
    expect((await goodbridge.refresh(String(body['refresh_token']))).status).toBe(401);
    expect((await oauth.refresh(holder, body['refresh_token'])).status).toBe(200);
  });

  it('req 49: knows no token of another realm', async () => {
    const elsewhere = await aRealm(server);
    const twin = await aClient(server, elsewhere, { clientId: client.clientId });
    const there = new GoodbridgeClient(`${server.issuer(elsewhere.name)}/dialects/goodbridge`, twin);
    const pair = await there.pair();
    expect(await goodbridge.isActive(pair.access_token)).toBe(false);
    expect((await goodbridge.refresh(pair.refresh_token)).status).toBe(401);
    expect((await goodbridge.revoke(pair.refresh_token, 'refresh')).status).toBe(200);
    expect(await there.isActive(pair.access_token)).toBe(true);
    expect((await there.refresh(pair.refresh_token)).status).toBe(200);
  });

  it('req 62: says so while the database is down, and loses nothing', async () => {
    const pair = await goodbridge.pair();
    for (const ask of [
      () => goodbridge.getToken(),
      () => goodbridge.refresh(pair.refresh_token),
      () => goodbridge.introspect(pair.access_token),
      () => goodbridge.revoke(pair.refresh_token, 'refresh'),
    ]) {
      const { status, headers, body } = await withoutDatabase(server, ask);
      expect([status, Object.keys(body)]).toEqual([503, ['error', 'error_description', 'detail']]);
      expect(Number(headers.get('retry-after'))).toBeGreaterThan(0);
    }
    expect(await goodbridge.isActive(pair.access_token)).toBe(true);
    expect((await goodbridge.refresh(pair.refresh_token)).status).toBe(200);
  });

  it('req 27: leaves no token in the log', async () => {
    const pair = await goodbridge.pair();
    await goodbridge.introspect(pair.access_token);
    await goodbridge.refresh(pair.refresh_token);
    await goodbridge.revoke(pair.refresh_token, 'refresh');
    const log = JSON.stringify(server.log);
    for (const secret of [pair.access_token, pair.refresh_token, client.secret]) expect(log).not.toContain(secret);
  });

  it('is not found where its realm is disabled or does not exist', async () => {
    const gone = await aRealm(server);
    await server.get(RealmsService).update(gone.name, { enabled: false });
    const nowhere = await startServer({ settings: { DIALECT_GOODBRIDGE_REALM: 'not-made-yet' } });
    const bases = [server.issuer(gone.name), server.issuer('unknown')].map((issuer) => `${issuer}/dialects/goodbridge`);
    for (const base of [...bases, nowhere.url]) {
      const answer = await new GoodbridgeClient(base, client).getToken();
      const text = 'The realm does not exist.';
      expect([answer.status, answer.body]).toEqual([
        404,
        { error: 'invalid_request', error_description: text, detail: text },
      ]);
    }
    await nowhere.close();
  });
});
