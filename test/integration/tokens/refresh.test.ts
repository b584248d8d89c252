import { decodeJwt } from 'jose';
import type { NewClient } from '../../../src/clients/client.types.js';
import type { RealmChanges } from '../../../src/realms/realm.types.js';
import type { GrantPolicy } from '../../../src/tokens/grant.types.js';
import type { Domain } from '../../support/domain.js';
import { API, aTenant, freshTokenDomain, OTHER_API, secondNode, type Tenant } from '../../support/tenant.js';

const DAY = 86_400;
const refused = { code: 'invalid_grant' };

let domain: Domain;
beforeAll(async () => {
  domain = await freshTokenDomain();
});
afterAll(() => domain.close());

const tenantWith = (realm: RealmChanges = {}, client: Partial<NewClient> = {}): Promise<Tenant> =>
  aTenant(domain, { realm, client });

describe('a refresh', () => {
  it.each(['jwt', 'opaque'] as const)('gives new tokens in the format %s', async (accessTokenFormat) => {
    const tenant = await tenantWith({}, { accessTokenFormat });
    const first = await tenant.startGrant();
    const second = await tenant.refresh(first.refreshToken);
    expect(second.refreshToken).toMatch(/^rgr_[A-Za-z0-9_-]{51}$/);
    expect(second.refreshToken).not.toBe(first.refreshToken);
    expect(second).toMatchObject({ scope: first.scope, subject: first.subject, grant: { generation: 1 } });
    expect(await tenant.judge(second.accessToken)).toMatchObject({ generation: 1, grant: { generation: 1 } });
    expect(await tenant.isLive(first.accessToken)).toBe(true);
    expect(await tenant.isLive(first.refreshToken)).toBe(false);
  });

  it('is recorded once', async () => {
    const tenant = await tenantWith();
    const { refreshToken, grant } = await tenant.startGrant();
    await tenant.refresh(refreshToken);
    const events = await tenant.count('audit_events', "type = 'token.refreshed' AND detail LIKE ?", [`%${grant?.id}%`]);
    expect(events).toBe(1);
  });

  it('req 48: by another client is refused, and changes nothing', async () => {
    const tenant = await tenantWith();
    await tenant.addClient({ clientId: 'other' });
    const { refreshToken } = await tenant.startGrant();
    await expect(tenant.at({ clientId: 'other' }).refresh(refreshToken)).rejects.toMatchObject(refused);
    const next = await tenant.refresh(refreshToken);
    await expect(tenant.at({ clientId: 'other' }).refresh(refreshToken)).rejects.toMatchObject(refused);
    expect(await tenant.isLive(next.refreshToken)).toBe(true);
  });

  it('req 49: in another realm is refused, and changes nothing', async () => {
    const [tenant, other] = [await tenantWith(), await tenantWith()];
    const { refreshToken } = await tenant.startGrant();
    await expect(other.refresh(refreshToken)).rejects.toMatchObject(refused);
    expect(await tenant.isLive(refreshToken)).toBe(true);
  });

  it.each(['', 'nonsense', 'rgr_', `rgr_${'A'.repeat(51)}`])('of %j is refused', async (value) => {
    const tenant = await tenantWith();
    await expect(tenant.refresh(value)).rejects.toMatchObject(refused);
  });

  const ends: [string, (tenant: Tenant) => Promise<void>][] = [
    ['client was disabled', (tenant) => tenant.changeClient({ enabled: false })],
    ['user was disabled', (tenant) => tenant.changeUser({ enabled: false })],
    ['password was changed', (tenant) => tenant.changeUser({ password: 'a new one, hard to guess' })],
    ['realm was disabled', (tenant) => tenant.changeRealm({ enabled: false })],
  ];
  it.each(ends)('req 60: is refused once the %s', async (_cause, end) => {
    const tenant = await tenantWith();
    const { refreshToken } = await tenant.startGrant();
    await end(tenant);
    await expect(tenant.refresh(refreshToken)).rejects.toMatchObject(refused);
  });
});

describe('what a refresh may ask for', () => {
  it('req 51: is less scope, for that token alone', async () => {
    const tenant = await tenantWith();
    const first = await tenant.startGrant({ scope: ['openid', 'reports:read'] });
    const narrow = await tenant.refresh(first.refreshToken, { scope: ['reports:read'] });
    expect(decodeJwt(narrow.accessToken)['scope']).toBe('reports:read');
    const wide = await tenant.refresh(narrow.refreshToken);
    expect(wide.scope).toEqual(['openid', 'reports:read']);
  });

  it('req 51: is never more scope; what is refused uses nothing up', async () => {
    const tenant = await tenantWith();
    const { refreshToken } = await tenant.startGrant({ scope: ['openid'] });
    const wider = tenant.refresh(refreshToken, { scope: ['openid', 'reports:read'] });
    await expect(wider).rejects.toMatchObject({ code: 'invalid_scope' });
    expect(await tenant.isLive(refreshToken)).toBe(true);
  });

  it('req 51: is never a scope that the client has lost', async () => {
    const tenant = await tenantWith();
    const { refreshToken } = await tenant.startGrant({ scope: ['openid', 'reports:read'] });
    await tenant.changeClient({ scopes: ['openid'] });
    expect((await tenant.refresh(refreshToken)).scope).toEqual(['openid']);
  });

  it('req 52: is fewer resources, for that token alone, and never others', async () => {
    const tenant = await tenantWith();
    const first = await tenant.startGrant({ scope: [], resources: [API, OTHER_API] });
    const narrow = await tenant.refresh(first.refreshToken, { resources: [API] });
    expect(decodeJwt(narrow.accessToken).aud).toBe(API);
    const wide = await tenant.refresh(narrow.refreshToken, { resources: [] });
    expect(decodeJwt(wide.accessToken).aud).toEqual([API, OTHER_API]);
    const single = await tenant.startGrant({ resources: [API] });
    const other = tenant.refresh(single.refreshToken, { resources: [OTHER_API] });
    await expect(other).rejects.toMatchObject({ code: 'invalid_target' });
    expect(await tenant.isLive(single.refreshToken)).toBe(true);
  });

  it('req 52: is no other audience when the client has lost the resource', async () => {
    const tenant = await tenantWith();
    const { refreshToken } = await tenant.startGrant({ resources: [API] });
    await tenant.changeClient({ resources: [OTHER_API] });
    await expect(tenant.refresh(refreshToken)).rejects.toMatchObject({ code: 'invalid_target' });
  });
});

describe('the lifetime of a refresh token', () => {
  const lifetimes = { refreshTokenValiditySeconds: DAY, grantValiditySeconds: 3 * DAY, tokenValiditySeconds: 60 };

  it('req 59: is counted from each rotation', async () => {
    const tenant = await tenantWith(lifetimes);
    const first = await tenant.startGrant();
    domain.clock.advance(DAY - 1);
    const second = await tenant.refresh(first.refreshToken);
    domain.clock.advance(DAY - 1);
    const third = await tenant.refresh(second.refreshToken);
    domain.clock.advance(DAY);
    await expect(tenant.refresh(third.refreshToken)).rejects.toMatchObject(refused);
  });

  it('req 59: never passes the absolute end of the grant', async () => {
    const tenant = await tenantWith(lifetimes);
    const { grant, ...first } = await tenant.startGrant();
    let { refreshToken } = first;
    for (let day = 0; day < 4; day++) {
      domain.clock.advance(DAY * 0.7);
      ({ refreshToken } = await tenant.refresh(refreshToken));
    }
    const { expiresAt, refreshExpiresAt } = await tenant.refresh(refreshToken);
    expect(refreshExpiresAt).toBe(grant?.expiresAt);
    expect(expiresAt).toBeLessThanOrEqual(grant?.expiresAt ?? 0);
    domain.clock.advance(DAY * 0.2);
    await expect(tenant.refresh(refreshToken)).rejects.toMatchObject(refused);
  });

  it('req 59: is not extended by a clock that jumps forward and back', async () => {
    const tenant = await tenantWith(lifetimes);
    const first = await tenant.startGrant();
    domain.clock.advance(DAY / 2);
    const second = await tenant.refresh(first.refreshToken);
    domain.clock.advance(-DAY / 2);
    expect(second.refreshExpiresAt).toBeLessThanOrEqual(first.grant?.expiresAt ?? 0);
    await expect(tenant.refresh(first.refreshToken)).rejects.toMatchObject(refused);
    domain.clock.advance(DAY / 2);
  });

  it("req 59: is the client's own before the realm's", async () => {
    const tenant = await tenantWith(lifetimes, { refreshTokenValiditySeconds: 100 });
    const { refreshExpiresAt, issuedAt } = await tenant.startGrant();
    expect(refreshExpiresAt).toBe(issuedAt + 100_000);
  });
});

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
