import type { Realm } from '../../../src/realms/realm.types.js';
import { aClient, aRealm, aUser, type BuiltUser } from '../../support/builders.js';
import { OidcParty } from '../../support/oidc-party.js';
import { startServer, type TestServer } from '../../support/server.js';
import { BASIC_CLIENT } from '../conformance/basic.fixtures.js';
import { type Admin, itemsOf, masterAdmin } from './support.js';

describe('sessions of a user', () => {
  let server: TestServer;
  let admin: Admin;
  let realm: Realm;
  let user: BuiltUser;
  let party: OidcParty;
  let at: string;

  beforeAll(async () => {
    server = await startServer();
    admin = await masterAdmin(server);
    realm = await aRealm(server);
    party = new OidcParty(server, realm, await aClient(server, realm, BASIC_CLIENT));
  });
  beforeEach(async () => {
    user = await aUser(server, realm);
    at = `/realms/${realm.name}/users/${user.username}/sessions`;
  });
  afterAll(() => server.close());

  it('are listed without what would open them', async () => {
    const { idToken } = await party.signIn(user);
    const answer = await admin.get(at);
    expect(answer.status).toBe(200);
    expect(itemsOf(answer)).toEqual([
      {
        id: idToken['sid'],
        address: '127.0.0.1',
        userAgent: expect.any(String),
        amr: ['pwd'],
        authenticatedAt: expect.any(String),
        createdAt: expect.any(String),
        lastSeenAt: expect.any(String),
        expiresAt: expect.any(String),
      },
    ]);
    expect(answer.text).not.toContain('rgs_');
  });

  it('req 60: are ended all at once, and the online grants of the user with them', async () => {
    const [one, other] = [await party.signIn(user), await party.signIn(user)];
    const offline = await party.signIn(user, { scope: 'openid offline_access', prompt: 'consent' });
    expect((await admin.delete(at)).status).toBe(204);
    expect(itemsOf(await admin.get(at))).toEqual([]);
    expect((await party.refresh(one.tokens)).status).toBe(400);
    expect((await party.oauth.userinfo(other.tokens['access_token'])).status).toBe(401);
    expect((await party.refresh(offline.tokens)).status).toBe(200);
  });

  it('are ended one by one', async () => {
    const [one, other] = [await party.signIn(user), await party.signIn(user)];
    const path = `${at}/${String(one.idToken['sid'])}`;
    expect([(await admin.delete(path)).status, (await admin.delete(path)).status]).toEqual([204, 404]);
    expect((await party.refresh(one.tokens)).status).toBe(400);
    expect((await party.refresh(other.tokens)).status).toBe(200);
  });

  it('are not ended as those of somebody else', async () => {
    const signedIn = await party.signIn(user);
    const other = await aUser(server, realm);
    const path = `/realms/${realm.name}/users/${other.username}/sessions/${String(signedIn.idToken['sid'])}`;
    expect((await admin.delete(path)).status).toBe(404);
    expect((await party.refresh(signedIn.tokens)).status).toBe(200);
  });

  it('of a user that does not exist are not found', async () => {
    const nobody = `/realms/${realm.name}/users/nobody/sessions`;
    expect([(await admin.get(nobody)).status, (await admin.delete(nobody)).status]).toEqual([404, 404]);
  });

  it('leave a line in the record when they are ended', async () => {
    await party.signIn(user);
    await admin.delete(at);
    const { body } = await admin.get(`/realms/${realm.name}/audit-events?type=admin.user_sessions.ended&limit=1`);
    expect(body['items']).toMatchObject([{ detail: { target: user.username } }]);
    const ended = await admin.get(`/realms/${realm.name}/audit-events?type=session.ended&limit=1`);
    expect(ended.body['items']).toMatchObject([{ userId: user.id }]);
  });

  it('go with a realm that is deleted', async () => {
    const doomed = await aRealm(server);
    const theirs = await aUser(server, doomed);
    await new OidcParty(server, doomed, await aClient(server, doomed, BASIC_CLIENT)).signIn(theirs);
    expect((await admin.delete(`/realms/${doomed.name}`)).status).toBe(204);
  });
});
