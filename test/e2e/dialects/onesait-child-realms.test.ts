import { RealmsService } from '../../../src/realms/realms.service.js';
import { RolesService } from '../../../src/realms/roles.service.js';
import { RoleAssociationsService } from '../../../src/realms/role-associations.service.js';
import type { Realm } from '../../../src/realms/realm.types.js';
import { UsersService } from '../../../src/users/users.service.js';
import type { BuiltUser } from '../../support/builders.js';
import { startServer, type TestServer } from '../../support/server.js';
import { anOnesaitRealm, associate, clientOf, member } from './onesait-support.js';
import { OnesaitClient } from './onesait.client.js';

describe('onesait', () => {
  let server: TestServer;
  let acme: Realm;
  let branch: Realm;
  let onesait: OnesaitClient;
  let count = 0;

  beforeAll(async () => {
    server = await startServer({ settings: { CLIENT_FAILURES_PER_ADDRESS: '5' } });
    acme = await anOnesaitRealm(server, 'acme', ['developer', 'auditor']);
    branch = await anOnesaitRealm(server, 'branch', ['reader', 'writer']);
    await associate(server, acme, 'developer', branch, 'reader');
    onesait = clientOf(server, acme);
  });
  afterAll(() => server.close());

  const aMember = (roles = ['developer']): Promise<BuiltUser> => member(server, acme, `user-${++count}`, roles);

  describe('roles', () => {
    it('are told as they are now, here and in child realms', async () => {
      const user = await aMember();
      const pair = await onesait.pair(user);
      await server.get(UsersService).update(acme, user.username, { roles: ['auditor'] });
      expect((await onesait.check(pair.access_token)).body).toMatchObject({
        authorities: ['auditor'],
        apps: { branch: [] },
      });
      const link = { parentRole: 'auditor', childRealm: 'branch', childRole: 'writer' };
      await server.get(RoleAssociationsService).create(acme, link);
      expect((await onesait.login(user)).body).toMatchObject({
        authorities: ['auditor'],
        apps: { branch: ['writer'] },
      });
      await server.get(RoleAssociationsService).delete(acme, link);
      expect((await onesait.check(pair.access_token)).body).toMatchObject({ apps: { branch: [] } });
    });

    it('are all found, however many associations there are', async () => {
      const parent = await anOnesaitRealm(server, 'wide', ['all']);
      const names = Array.from({ length: 205 }, (_, index) => `role-${String(index).padStart(3, '0')}`);
      for (const name of names) {
        await server.get(RolesService).create(branch, { name });
        await associate(server, parent, 'all', branch, name);
      }
      const user = await member(server, parent, 'ada', ['all']);
      expect((await clientOf(server, parent).login(user)).body['apps']).toEqual({ branch: names });
    });
  });

  describe('a child realm', () => {
    it("learns of its parent's tokens, in the roles that they are worth to it", async () => {
      const user = await aMember();
      const { access_token } = await onesait.pair(user);
      const { body } = await clientOf(server, branch).platformCheck(access_token);
      const { username } = user;
      expect(body).toMatchObject({
        scope: ['branch'],
        client_id: 'branch',
        user_name: username,
        authorities: ['reader'],
      });
    });

    it('learns that a user has nothing there', async () => {
      const { access_token } = await onesait.pair(await aMember(['auditor']));
      expect((await clientOf(server, branch).platformCheck(access_token)).body['authorities']).toEqual([]);
    });

    it('learns nothing by the check of the framework, and ends nothing', async () => {
      const { access_token } = await onesait.pair(await aMember());
      const child = clientOf(server, branch);
      expect((await child.check(access_token)).status).toBe(400);
      expect((await child.revoke(access_token)).body['error']).toBe('invalid_token');
      expect(await onesait.isLive(access_token)).toBe(true);
    });

    it('learns nothing of a disabled parent, nor a parent of its child', async () => {
      const parent = await anOnesaitRealm(server, 'parent', ['chief']);
      await associate(server, parent, 'chief', branch, 'writer');
      const user = await member(server, parent, 'ada', ['chief']);
      const { access_token } = await clientOf(server, parent).pair(user);
      const child = clientOf(server, branch);
      expect((await child.platformCheck(access_token)).body['authorities']).toEqual(['writer']);
      await server.get(RealmsService).update('parent', { enabled: false });
      expect((await child.platformCheck(access_token)).body['error']).toBe('invalid_token');
      const reader = await member(server, branch, 'ada', ['reader']);
      const own = await child.pair(reader);
      expect((await onesait.platformCheck(own.access_token)).body['error']).toBe('invalid_token');
    });
  });
});
