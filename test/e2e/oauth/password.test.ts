import { AuditService } from '../../../src/audit/audit.service.js';
import { UsersService } from '../../../src/users/users.service.js';
import { aClient, aRealm, aUser, type BuiltClient, type BuiltUser } from '../../support/builders.js';
import { claimsOf, OAuth } from '../../support/oauth.js';
import { startServer, type TestServer } from '../../support/server.js';

describe('password', () => {
  let server: TestServer;
  let oauth: OAuth;
  let client: BuiltClient;
  let user: BuiltUser;

  beforeAll(async () => {
    server = await startServer({ settings: { LOGIN_FAILURES_PER_ADDRESS: '3' } });
    const realm = await aRealm(server);
    oauth = new OAuth(server, realm);
    client = await aClient(server, realm);
    user = await aUser(server, realm, { roles: ['realm-admin'] });
  });
  afterAll(() => server.close());

  it('gives an access token of the user and a refresh token, and no ID token', async () => {
    const { status, body } = await oauth.password(client, user, { scope: 'openid' });
    expect(status).toBe(200);
    expect(body).toEqual({
      access_token: expect.any(String),
      token_type: 'Bearer',
      expires_in: 43200,
      refresh_token: expect.stringMatching(/^rgr_/),
      scope: 'openid',
    });
    const claims = claimsOf(body['access_token']);
    expect([claims['sub'], claims['client_id']]).toEqual([user.id, client.clientId]);
    expect(claims['authorities']).toEqual(['realm-admin']);
  });

  it('gives no refresh token to a client without that grant', async () => {
    const oneShot = await aClient(server, oauth.realm, { grantTypes: ['password'] });
    const { status, body } = await oauth.password(oneShot, user);
    expect(status).toBe(200);
    expect(body).not.toHaveProperty('refresh_token');
  });

  it('records who signed in, and whom somebody tried to be', async () => {
    const other = await aUser(server, oauth.realm);
    const events = async (): Promise<unknown[]> => {
      const filters = { client: client.clientId, user: other.id };
      const { items } = await server.get(AuditService).list(oauth.realm, filters, { limit: 10 });
      return items.map(({ type, outcome, clientId, userId }) => [type, outcome, clientId, userId]);
    };
    const about = [client.clientId, other.id];
    await oauth.password(client, { ...other, password: 'wrong' });
    expect(await events()).toEqual([['login.failed', 'failure', ...about]]);
    await oauth.password(client, other);
    expect((await events()).slice(0, 2).sort()).toEqual([
      ['login.succeeded', 'success', ...about],
      ['token.issued', 'success', ...about],
    ]);
    await oauth.password(client, { ...other, username: 'nobody-at-all' });
    const { items } = await server.get(AuditService).list(oauth.realm, { type: 'login.failed' }, { limit: 1 });
    expect(items).toMatchObject([{ userId: null }]);
  });

  it('req 50: is off unless it is enabled for the client', async () => {
    const modern = await aClient(server, oauth.realm, { grantTypes: ['client_credentials'] });
    const { status, body } = await oauth.password(modern, user);
    expect([status, body['error']]).toEqual([400, 'unauthorized_client']);
  });

  it('req 51: refuses a scope that the client is not registered for', async () => {
    const { status, body } = await oauth.password(client, user, { scope: 'openid address' });
    expect([status, body['error']]).toEqual([400, 'invalid_scope']);
  });

  it('req 43: answers every cause alike', async () => {
    const disabled = await aUser(server, oauth.realm, { enabled: false });
    const answers = await Promise.all([
      oauth.password(client, { ...user, password: 'wrong' }),
      oauth.password(client, { ...user, username: 'nobody' }),
      oauth.password(client, disabled),
    ]);
    expect(answers.map(({ status }) => status)).toEqual([400, 400, 400]);
    expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
    expect(answers[0]!.body['error']).toBe('invalid_grant');
  });

  it('req 84: past the allowance even the right password gets the answer of a wrong one', async () => {
    const guessed = await aUser(server, oauth.realm);
    const wrong = () => oauth.password(client, { ...guessed, password: 'wrong' });
    for (let guess = 0; guess < 5; guess++) await wrong();
    const [locked, refused] = [await oauth.password(client, guessed), await wrong()];
    expect([locked.status, locked.text]).toEqual([400, refused.text]);
    server.advance(1800);
    expect((await oauth.password(client, guessed)).status).toBe(200);
  });

  it('req 84: parallel guesses get no more tries than one after the other', async () => {
    const guessed = await aUser(server, oauth.realm);
    await Promise.all(Array.from({ length: 12 }, () => oauth.password(client, { ...guessed, password: 'wrong' })));
    expect((await oauth.password(client, guessed)).status).toBe(400);
  });

  it('ends every grant of the user with a new password', async () => {
    const changing = await aUser(server, oauth.realm);
    const { body } = await oauth.password(client, changing);
    server.advance(1);
    await server.get(UsersService).update(oauth.realm, changing.username, { password: 'another-long-password' });
    expect((await oauth.refresh(client, body['refresh_token'])).body['error']).toBe('invalid_grant');
    expect(await oauth.isActive(client, body['access_token'])).toBe(false);
  });

  it.each(['username', 'password'])('asks for the %s when it is missing', async (name) => {
    const { status, body } = await oauth.password(client, user, { [name]: '' });
    expect([status, body['error']]).toEqual([400, 'invalid_request']);
  });
});
