import { Sql } from '../../../src/database/sql.js';
import { idToBytes } from '../../../src/kernel/ids.js';
import { ClientAuthenticator } from '../../../src/oauth/client-auth/client-authenticator.js';
import type { OAuthError } from '../../../src/protocol/oauth-error.js';
import { atOnce } from '../../support/at-once.js';
import { aClient, aRealm, type BuiltClient } from '../../support/builders.js';
import { OAuth } from '../../support/oauth.js';
import { basic, postForm, type Credentials } from '../../support/requests.js';
import { startServer, type TestServer } from '../../support/server.js';

describe('guessing of client secrets', () => {
  let server: TestServer;
  let oauth: OAuth;
  let client: BuiltClient;

  beforeAll(async () => {
    server = await startServer({ settings: { CLIENT_FAILURES_PER_ADDRESS: '3', CLIENT_FAILURES_PER_REALM: '10' } });
    const realm = await aRealm(server);
    oauth = new OAuth(server, realm);
    client = await aClient(server, realm);
  });
  afterAll(() => server.close());

  const wrong = (clientId: string) => oauth.clientCredentials({ ...client, clientId, secret: 'wrong' });

  /** As if the request came from that address: what is answered is its status. */
  const from = async (address: string, { clientId, secret }: Credentials): Promise<number> => {
    const parameters = [['client_id', clientId], ['client_secret', secret]] as const; // prettier-ignore
    const request = { id: 'request', address };
    try {
      await server
        .get(ClientAuthenticator)
        .authenticate(oauth.realm, { parameters, request, authorization: undefined });
      return 200;
    } catch (error) {
      return (error as OAuthError).status;
    }
  };
  const inTurn = async (count: number, ask: (index: number) => Promise<number>): Promise<number[]> => {
    const statuses: number[] = [];
    for (let index = 0; index < count; index++) statuses.push(await ask(index));
    return statuses;
  };

  it('req 43, 84: is answered with 429 after the allowance, for a known and an unknown client alike', async () => {
    const guessed = await aClient(server, oauth.realm);
    for (const clientId of [guessed.clientId, 'no-such-client']) {
      server.advance(3600);
      const statuses: number[] = [];
      for (let guess = 0; guess < 5; guess++) statuses.push((await wrong(clientId)).status);
      expect(statuses).toEqual([401, 401, 401, 429, 429]);
      const { headers, body } = await wrong(clientId);
      expect(Number(headers.get('retry-after'))).toBeGreaterThan(0);
      expect(body['error']).toBe('temporarily_unavailable');
    }
  });

  it.each(['known', 'unknown'])('req 43: tells nothing of a client by who else was guessed at: %s', async (kind) => {
    const address = kind === 'known' ? '198.51.100.1' : '198.51.100.2';
    const clientId = kind === 'known' ? (await aClient(server, oauth.realm)).clientId : 'no-such-client';
    const others = await inTurn(3, (index) => from(address, { clientId: `invented-${index}`, secret: 'wrong' }));
    expect(others).toEqual([401, 401, 401]);
    expect(await from(address, { clientId, secret: 'wrong' })).toBe(429);
    server.advance(1);
    expect(await inTurn(2, () => from(address, { clientId, secret: 'wrong' }))).toEqual([401, 429]);
  });

  it('req 84: is over for the right secret too when it comes at once with too many wrong ones', async () => {
    server.advance(3600);
    const guessed = await aClient(server, oauth.realm);
    const wrongOne = { ...guessed, secret: 'wrong' };
    const statuses = await atOnce(50, (index) => from('198.51.100.3', index < 40 ? wrongOne : guessed));
    expect(statuses.filter((status) => status === 401)).toHaveLength(3);
    expect(statuses.filter((status) => status === 429)).toHaveLength(47);
  });

  describe('that are the key of the realm', () => {
    const KEY = 'the-key-of-this-realm';
    let others: OAuth;
    let keyed: BuiltClient[];

    beforeAll(async () => {
      server.advance(3600);
      const realm = await aRealm(server, { key: KEY });
      others = oauth;
      oauth = new OAuth(server, realm);
      keyed = [];
      while (keyed.length < 5) keyed.push(await aClient(server, realm, { clientSecret: null }));
    });
    afterAll(() => {
      oauth = others;
    });

    const guess = (index: number) => ({ ...keyed[index % keyed.length]!, secret: `key-${index}` });
    const right = (index = 0) => ({ ...keyed[index]!, secret: KEY });

    it('req 84: is one guessing, through however many clients', async () => {
      const address = '203.0.113.1';
      expect(await inTurn(5, (index) => from(address, guess(index)))).toEqual([401, 401, 401, 429, 429]);
      for (const index of keyed.keys()) expect(await from(address, right(index))).toBe(429);
      const own = await aClient(server, oauth.realm);
      expect(await from(address, own)).toBe(200);
    });

    it('req 84: from many addresses leaves each one guess, and locks out nobody who has not failed', async () => {
      server.advance(3600);
      const early = await inTurn(9, (index) => from(`203.0.113.${10 + index}`, guess(index)));
      expect(early).toEqual(Array(9).fill(401));
      expect(await from('203.0.113.10', right())).toBe(200);
      expect(await from('203.0.113.20', guess(0))).toBe(401);
      expect(await from('203.0.113.10', right())).toBe(429);
      expect(await from('203.0.113.11', guess(0))).toBe(429);
      expect(await inTurn(2, () => from('203.0.113.21', guess(0)))).toEqual([401, 429]);
      expect(await from('203.0.113.99', right())).toBe(200);
      server.advance(62);
      expect(await from('203.0.113.10', right())).toBe(200);
    });
  });

  it('req 84: leaves no more traces than the allowance, however many ids are made up', async () => {
    const realm = await aRealm(server);
    const invented = new OAuth(server, realm);
    const form = { grant_type: 'client_credentials' };
    const ask = (index: number) =>
      postForm(invented.url('oauth/token'), form, basic({ clientId: `invented-${index}`, secret: 'wrong' }));
    await atOnce(50, ask);
    await postForm(invented.url('oauth/token'), { ...form, client_id: 'invented' });
    const rows = async (table: string): Promise<number> =>
      (await server.get(Sql).query(`SELECT 1 AS found FROM ${table} WHERE realmId = ?`, [idToBytes(realm.id)])).length;
    expect(await rows('attempts')).toBe(3);
    expect(await rows('audit_events')).toBe(3);
  });

  it('req 84: holds back the right secret too while it lasts, and no longer', async () => {
    server.advance(3600);
    for (let guess = 0; guess < 5; guess++) await wrong(client.clientId);
    expect((await oauth.clientCredentials(client)).status).toBe(429);
    server.advance(120);
    expect((await oauth.clientCredentials(client)).status).toBe(200);
  });

  it('req 84: holds back one client and no other', async () => {
    const quiet = await aClient(server, oauth.realm);
    for (let guess = 0; guess < 5; guess++) await wrong(client.clientId);
    expect((await oauth.clientCredentials(quiet)).status).toBe(200);
  });
});
