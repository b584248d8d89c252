import { ClientsService } from '../../../src/clients/clients.service.js';
import { Sql } from '../../../src/database/sql.js';
import type { Domain } from '../../support/domain.js';
import { aTenant, freshTokenDomain, REQUEST, secondNode, type Tenant } from '../../support/tenant.js';

let domain: Domain;
beforeAll(async () => {
  domain = await freshTokenDomain();
});
afterAll(() => domain.close());

const formats = ['jwt', 'opaque'] as const;
const tenantOf = (accessTokenFormat: (typeof formats)[number]): Promise<Tenant> =>
  aTenant(domain, { client: { accessTokenFormat } });

describe.each(formats)('revoking an access token in the format %s', (format) => {
  it('ends that token, at once and on every node, and no other', async () => {
    const tenant = await tenantOf(format);
    const node = await secondNode(domain);
    const [one, other] = [await tenant.issueForClient(), await tenant.issueForClient()];
    await tenant.revoke(one.accessToken);
    for (const at of [tenant, tenant.at({ domain: node })]) {
      expect(await at.isLive(one.accessToken)).toBe(false);
      expect(await at.isLive(other.accessToken)).toBe(true);
    }
    await node.close();
  });

  it('leaves the grant that it came from', async () => {
    const tenant = await tenantOf(format);
    const { accessToken, refreshToken } = await tenant.startGrant();
    await tenant.revoke(accessToken);
    expect(await tenant.isLive(accessToken)).toBe(false);
    expect(await tenant.isLive(refreshToken)).toBe(true);
  });

  it('is recorded once, however often it is asked for', async () => {
    const tenant = await tenantOf(format);
    const { accessToken } = await tenant.issueForClient();
    const events = (): Promise<number> => tenant.count('audit_events', "type = 'token.revoked'");
    const before = await events();
    await Promise.all(Array.from({ length: 5 }, () => tenant.revoke(accessToken)));
    expect(await events()).toBe(before + 1);
  });

  it('req 62: is for the client that it was issued to', async () => {
    const tenant = await tenantOf(format);
    await tenant.addClient({ clientId: 'other' });
    const { accessToken, refreshToken } = await tenant.startGrant();
    for (const value of [accessToken, refreshToken]) {
      await tenant.at({ clientId: 'other' }).revoke(value);
      expect(await tenant.isLive(value)).toBe(true);
    }
  });

  it('by whoever holds it ends that token of any client, and is recorded with its client', async () => {
    const tenant = await tenantOf(format);
    const { accessToken, refreshToken } = await tenant.startGrant();
    const own = await tenant.issueForClient();
    const recorded = (): Promise<number> =>
      tenant.count('audit_events', "type IN ('token.revoked', 'grant.revoked') AND clientId = 'app'");
    const before = await recorded();
    const end = async (value = ''): Promise<void> => tenant.tokens.revokeByHolder(await tenant.realm(), value, REQUEST);
    await end(accessToken);
    expect([await tenant.isLive(accessToken), await tenant.isLive(refreshToken)]).toEqual([false, true]);
    await end(own.accessToken);
    await end(refreshToken);
    for (const value of ['', 'nonsense', `${accessToken}x`]) await end(value);
    expect([await tenant.isLive(own.accessToken), await tenant.isLive(refreshToken)]).toEqual([false, false]);
    expect(await recorded()).toBe(before + 3);
  });

  it('by whoever holds it ends nothing of another realm', async () => {
    const [here, there] = [await tenantOf(format), await tenantOf(format)];
    const { accessToken, refreshToken } = await there.startGrant();
    for (const value of [accessToken, refreshToken ?? '']) {
      await here.tokens.revokeByHolder(await here.realm(), value, REQUEST);
      expect(await there.isLive(value)).toBe(true);
    }
  });

  it('req 63: is done for all access tokens of a grant by revoking its refresh token', async () => {
    const tenant = await tenantOf(format);
    const first = await tenant.startGrant();
    const second = await tenant.refresh(first.refreshToken);
    await tenant.revoke(second.refreshToken);
    for (const value of [first.accessToken, second.accessToken, second.refreshToken])
      expect(await tenant.isLive(value)).toBe(false);
    await expect(tenant.refresh(second.refreshToken)).rejects.toMatchObject({ code: 'invalid_grant' });
  });
});

describe('revocation', () => {
  it('req 62: is open to a public client for its own tokens', async () => {
    const tenant = await aTenant(domain, { client: { type: 'public', grantTypes: ['refresh_token'] } });
    const { refreshToken, accessToken } = await tenant.startGrant();
    await tenant.revoke(refreshToken);
    expect(await tenant.isLive(accessToken)).toBe(false);
  });

  it.each(['', 'nonsense', 'a.b.c', `rga_${'A'.repeat(51)}`, `rgr_${'A'.repeat(51)}`])(
    'req 62: of %j does nothing',
    async (value) => {
      const tenant = await tenantOf('jwt');
      await expect(tenant.revoke(value)).resolves.toBeUndefined();
    },
  );

  it('req 62: does not hide that the database failed', async () => {
    const tenant = await tenantOf('opaque');
    const { accessToken } = await tenant.issueForClient();
    const [realm, client] = [await tenant.realm(), await tenant.client()];
    const failing = jest.spyOn(domain.get(Sql), 'execute').mockRejectedValue(new Error('the database is gone'));
    await expect(tenant.tokens.revoke(realm, client, accessToken, REQUEST)).rejects.toThrow('the database is gone');
    failing.mockRestore();
    expect(await tenant.isLive(accessToken)).toBe(true);
  });

  it('by a refresh token that was used before ends its grant', async () => {
    const tenant = await tenantOf('jwt');
    const first = await tenant.startGrant();
    const second = await tenant.refresh(first.refreshToken);
    await tenant.revoke(first.refreshToken);
    expect(await tenant.isLive(second.refreshToken)).toBe(false);
  });

  it('while refreshes run leaves nothing alive', async () => {
    const tenant = await tenantOf('opaque');
    for (let round = 0; round < 20; round++) {
      const { refreshToken, grant } = await tenant.startGrant();
      const refreshes = Array.from({ length: 8 }, () => tenant.refresh(refreshToken).catch(() => null));
      const revocation = tenant.revoke(refreshToken);
      const issued = await Promise.all(refreshes);
      await revocation;
      for (const tokens of issued) {
        expect(await tenant.isLive(tokens?.accessToken)).toBe(false);
        expect(await tenant.isLive(tokens?.refreshToken)).toBe(false);
      }
      expect(await tenant.tokens.revokeGrant(await tenant.realm(), grant?.id ?? '', REQUEST)).toBe(false);
    }
  });
});

describe('the grants of a realm', () => {
  it('are listed while they are live, oldest first, by user and by client', async () => {
    const tenant = await tenantOf('jwt');
    await tenant.addClient({ clientId: 'other' });
    const [realm, user] = [await tenant.realm(), await tenant.user()];
    const mine = [(await tenant.startGrant()).grant, (await tenant.startGrant()).grant];
    domain.clock.advance(1);
    const other = (await tenant.at({ clientId: 'other' }).startGrant()).grant;
    const list = async (filter: { userId?: string; clientId?: string }) =>
      (await tenant.tokens.listGrants(realm, filter, { limit: 10 })).items;
    expect((await list({})).map(({ id }) => id)).toEqual([...mine.map((grant) => grant?.id).sort(), other?.id]);
    expect(await list({ userId: user.id })).toHaveLength(3);
    expect(await list({ clientId: (await tenant.client()).id })).toHaveLength(2);
    await tenant.tokens.revokeGrant(realm, other?.id ?? '', REQUEST);
    expect(await list({})).toHaveLength(2);
    await domain.get(ClientsService).delete(realm, 'app');
    expect(await list({})).toEqual([]);
  });

  it('are listed page by page', async () => {
    const tenant = await tenantOf('jwt');
    for (let n = 0; n < 3; n++) await tenant.startGrant();
    const realm = await tenant.realm();
    const first = await tenant.tokens.listGrants(realm, {}, { limit: 2 });
    const cursor = first.nextCursor ?? undefined;
    const second = await tenant.tokens.listGrants(realm, {}, { limit: 2, cursor });
    expect([first.items.length, second.items.length, second.nextCursor]).toEqual([2, 1, null]);
  });

  it('of a user can be ended all at once', async () => {
    const tenant = await tenantOf('jwt');
    const [realm, user] = [await tenant.realm(), await tenant.user()];
    const [one, two] = [await tenant.startGrant(), await tenant.startGrant()];
    expect(await tenant.tokens.revokeGrantsOfUser(realm, user.id, REQUEST)).toBe(2);
    for (const { accessToken, refreshToken } of [one, two]) {
      expect(await tenant.isLive(accessToken)).toBe(false);
      expect(await tenant.isLive(refreshToken)).toBe(false);
    }
    expect(await tenant.tokens.revokeGrantsOfUser(realm, user.id, REQUEST)).toBe(0);
  });

  it('go with the realm, and leave those of others', async () => {
    const [tenant, other] = [await tenantOf('opaque'), await tenantOf('opaque')];
    await tenant.startGrant();
    const kept = await other.startGrant();
    await tenant.tokens.deleteAllOf(await tenant.realm());
    expect(await tenant.tokens.listGrants(await tenant.realm(), {}, { limit: 1 })).toMatchObject({ items: [] });
    expect(await other.isLive(kept.accessToken)).toBe(true);
  });
});
