import type { Client } from '../../../src/clients/client.types.js';
import { ClientsService } from '../../../src/clients/clients.service.js';
import { ConsentsModule } from '../../../src/oauth/consents/consents.module.js';
import { ConsentsService } from '../../../src/oauth/consents/consents.service.js';
import type { Realm } from '../../../src/realms/realm.types.js';
import { TokensModule } from '../../../src/tokens/tokens.module.js';
import type { User } from '../../../src/users/user.types.js';
import { UsersService } from '../../../src/users/users.service.js';
import { type Domain, freshDomain } from '../../support/domain.js';
import { aTenant, REQUEST, Tenant } from '../../support/tenant.js';

describe('consents', () => {
  let domain: Domain;
  let consents: ConsentsService;
  let tenant: Tenant;
  let realm: Realm;
  let user: User;
  let client: Client;

  beforeAll(async () => {
    domain = await freshDomain({ modules: [TokensModule, ConsentsModule] });
    consents = domain.get(ConsentsService);
  });
  beforeEach(async () => {
    tenant = await aTenant(domain);
    [realm, user, client] = [await tenant.realm(), await tenant.user(), await tenant.client()];
    domain.clock.advance(1);
  });
  afterAll(() => domain.close());

  const allow = (...scopes: string[]): Promise<void> => consents.grant(realm, user.id, client, scopes, REQUEST);
  const allowed = async (): Promise<readonly string[] | undefined> =>
    (await consents.find(realm, user.id, client.id))?.scopes;

  it('are remembered for each scope, and add up', async () => {
    expect(await allowed()).toBeUndefined();
    await allow('openid');
    await allow('profile', 'openid');
    expect(await allowed()).toEqual(['openid', 'profile']);
  });

  it('are remembered for a request without scope too', async () => {
    await allow();
    expect(await allowed()).toEqual([]);
  });

  it('add up when they are given at the same moment', async () => {
    await Promise.all(['openid', 'profile', 'email'].map((scope) => allow(scope)));
    expect([...((await allowed()) ?? [])].sort()).toEqual(['email', 'openid', 'profile']);
  });

  it('req 60: taken back, end what the client holds for the user at once, and nothing else', async () => {
    await tenant.addClient({ clientId: 'other' });
    await allow('openid');
    const tokens = await tenant.startGrant({ scope: ['openid', 'offline_access'] });
    const others = await tenant.at({ clientId: 'other' }).startGrant();
    expect(await consents.withdraw(realm, user.id, client, REQUEST)).toBe(true);
    expect(await allowed()).toBeUndefined();
    expect([await tenant.isLive(tokens.accessToken), await tenant.isLive(others.accessToken)]).toEqual([false, true]);
    await expect(tenant.refresh(tokens.refreshToken)).rejects.toMatchObject({ code: 'invalid_grant' });
    expect(await consents.withdraw(realm, user.id, client, REQUEST)).toBe(false);
  });

  it('stay when the password changes, and go with the user or the client', async () => {
    await allow('openid');
    await tenant.changeUser({ password: 'another long password' });
    expect(await allowed()).toEqual(['openid']);
    await domain.get(ClientsService).delete(realm, client.clientId);
    expect(await allowed()).toBeUndefined();
    await tenant.addClient({ clientId: 'app' });
    client = await tenant.client();
    await allow('openid');
    await domain.get(UsersService).delete(realm, user.username);
    expect(await allowed()).toBeUndefined();
  });
});
