import { decodeJwt } from 'jose';
import type { NewClient } from '../../../src/clients/client.types.js';
import type { RealmChanges } from '../../../src/realms/realm.types.js';
import type { Domain } from '../../support/domain.js';
import { API, aTenant, freshTokenDomain, OTHER_API, type Tenant } from '../../support/tenant.js';

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
