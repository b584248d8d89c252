import type { NewClient } from '../../../src/clients/client.types.js';
import type { RealmChanges } from '../../../src/realms/realm.types.js';
import type { GrantPolicy } from '../../../src/tokens/grant.types.js';
import type { Domain } from '../../support/domain.js';
import { API, aTenant, freshTokenDomain, OTHER_API, secondNode, type Tenant } from '../../support/tenant.js';

const refused = { code: 'invalid_grant' };

let domain: Domain;
beforeAll(async () => {
  domain = await freshTokenDomain();
});
afterAll(() => domain.close());

const tenantWith = (realm: RealmChanges = {}, client: Partial<NewClient> = {}): Promise<Tenant> =>
  aTenant(domain, { realm, client });

describe('a refresh token that was used', () => {
  it('req 56: is answered within the grace window with the same successor and a fresh access token', async () => {
    const tenant = await tenantWith({ refreshGraceSeconds: 10 });
    const { refreshToken } = await tenant.startGrant();
    const first = await tenant.refresh(refreshToken);
    domain.clock.advance(10);
    const again = await tenant.refresh(refreshToken, { scope: ['openid'] });
    expect(again).toMatchObject({
      refreshToken: first.refreshToken,
      refreshExpiresAt: first.refreshExpiresAt,
      scope: ['openid'],
    });
    expect(again.accessToken).not.toBe(first.accessToken);
    expect(await tenant.judge(again.accessToken)).toMatchObject({ generation: 1, grant: { generation: 1 } });
  });

  it('req 56: ends the grant after the grace window', async () => {
    const tenant = await tenantWith({ refreshGraceSeconds: 10 });
    const { refreshToken, accessToken, grant } = await tenant.startGrant();
    const next = await tenant.refresh(refreshToken);
    domain.clock.advance(10.001);
    await expect(tenant.refresh(refreshToken)).rejects.toMatchObject(refused);
    for (const value of [accessToken, next.accessToken, next.refreshToken])
      expect(await tenant.isLive(value)).toBe(false);
    await expect(tenant.refresh(next.refreshToken)).rejects.toMatchObject(refused);
    await expect(tenant.refresh(refreshToken)).rejects.toMatchObject(refused);
    const detected = "type = 'token.reuse_detected' AND detail LIKE ?";
    expect(await tenant.count('audit_events', detected, [`%${grant?.id}%`])).toBe(1);
  });

  it('req 56: ends the grant within the window, too, once its successor was used', async () => {
    const tenant = await tenantWith({ refreshGraceSeconds: 10 });
    const first = await tenant.startGrant();
    const second = await tenant.refresh(first.refreshToken);
    const third = await tenant.refresh(second.refreshToken);
    await expect(tenant.refresh(first.refreshToken)).rejects.toMatchObject(refused);
    expect(await tenant.isLive(third.refreshToken)).toBe(false);
  });

  it('req 56: ends the grant at once in a realm without a window', async () => {
    const tenant = await tenantWith({ refreshGraceSeconds: 0 });
    const first = await tenant.startGrant();
    const second = await tenant.refresh(first.refreshToken);
    await expect(tenant.refresh(first.refreshToken)).rejects.toMatchObject(refused);
    expect(await tenant.isLive(second.refreshToken)).toBe(false);
  });

  it.each([
    ['scope', { scope: ['reports:read'] }, 'invalid_scope'],
    ['resources', { resources: [OTHER_API] }, 'invalid_target'],
  ])('req 56: ends the grant whatever %s it asks for', async (_, tooMuch, error) => {
    const tenant = await tenantWith({ refreshGraceSeconds: 10 });
    const first = await tenant.startGrant({ scope: ['openid'], resources: [API] });
    const second = await tenant.refresh(first.refreshToken);
    await expect(tenant.refresh(first.refreshToken, tooMuch)).rejects.toMatchObject({ code: error });
    expect(await tenant.isLive(second.refreshToken)).toBe(true);
    domain.clock.advance(11);
    await expect(tenant.refresh(first.refreshToken, tooMuch)).rejects.toMatchObject(refused);
    expect(await tenant.isLive(second.refreshToken)).toBe(false);
  });

  it('req 59: finds no window that a clock set back would open again', async () => {
    const tenant = await tenantWith({ refreshGraceSeconds: 10 });
    const { refreshToken } = await tenant.startGrant();
    domain.clock.advance(7200);
    await tenant.refresh(refreshToken);
    domain.clock.advance(-3600);
    await expect(tenant.refresh(refreshToken)).rejects.toMatchObject(refused);
    domain.clock.advance(3600);
  });

  it('req 55: of a public client rotates just so', async () => {
    const tenant = await tenantWith({ refreshGraceSeconds: 0 }, { type: 'public', grantTypes: ['refresh_token'] });
    const first = await tenant.startGrant();
    const second = await tenant.refresh(first.refreshToken);
    expect(second.refreshToken).not.toBe(first.refreshToken);
    await expect(tenant.refresh(first.refreshToken)).rejects.toMatchObject(refused);
    expect(await tenant.isLive(second.accessToken)).toBe(false);
  });

  it('req 58: is used up on every node and after a restart', async () => {
    const tenant = await tenantWith({ refreshGraceSeconds: 0 });
    const first = await tenant.startGrant();
    const second = await tenant.refresh(first.refreshToken);
    const node = await secondNode(domain);
    const there = tenant.at({ domain: node });
    expect(await there.isLive(first.refreshToken)).toBe(false);
    expect(await there.isLive(second.refreshToken)).toBe(true);
    await expect(there.refresh(first.refreshToken)).rejects.toMatchObject(refused);
    await node.close();
    expect(await tenant.isLive(second.refreshToken)).toBe(false);
  });
});

describe('a client whose refresh tokens do not rotate', () => {
  it('keeps its refresh token, and its end', async () => {
    const tenant = await tenantWith({ refreshTokenValiditySeconds: 100 }, { refreshTokenPolicy: 'reuse' });
    const first = await tenant.startGrant();
    domain.clock.advance(99);
    const second = await tenant.refresh(first.refreshToken);
    expect(second).toMatchObject({
      refreshToken: first.refreshToken,
      refreshExpiresAt: first.refreshExpiresAt,
      grant: { generation: 0 },
    });
    expect(await tenant.isLive(second.accessToken)).toBe(true);
    domain.clock.advance(1);
    await expect(tenant.refresh(first.refreshToken)).rejects.toMatchObject(refused);
  });
});

describe('the policy of a grant', () => {
  const start = async (policy: GrantPolicy, accessTokenFormat: 'jwt' | 'opaque' = 'jwt') => {
    const tenant = await tenantWith({ refreshGraceSeconds: 10 }, { accessTokenFormat });
    return { tenant, first: await tenant.startGrant({ policy }) };
  };

  it('may keep reuse from ending it', async () => {
    const { tenant, first } = await start({ onReuse: 'refuses', grace: false });
    const second = await tenant.refresh(first.refreshToken);
    await expect(tenant.refresh(first.refreshToken)).rejects.toMatchObject(refused);
    expect(await tenant.isLive(second.refreshToken)).toBe(true);
    expect(await tenant.isLive(second.accessToken)).toBe(true);
  });

  it('may do without a grace window', async () => {
    const { tenant, first } = await start({ grace: false });
    const second = await tenant.refresh(first.refreshToken);
    await expect(tenant.refresh(first.refreshToken)).rejects.toMatchObject(refused);
    expect(await tenant.isLive(second.refreshToken)).toBe(false);
  });

  it.each(['jwt', 'opaque'] as const)('may end the older access tokens in the format %s', async (format) => {
    const { tenant, first } = await start({ endsOlderAccess: true }, format);
    const second = await tenant.refresh(first.refreshToken);
    const repeat = await tenant.refresh(first.refreshToken);
    expect(await tenant.isLive(first.accessToken)).toBe(false);
    expect(await tenant.isLive(second.accessToken)).toBe(true);
    expect(await tenant.isLive(repeat.accessToken)).toBe(true);
  });

  it('decides over rotation before the client does', async () => {
    const { tenant, first } = await start({ refreshTokens: 'reuse' });
    expect((await tenant.refresh(first.refreshToken)).refreshToken).toBe(first.refreshToken);
  });
});
