import { Sql } from '../../../src/database/sql.js';
import { Ids, idToBytes } from '../../../src/kernel/ids.js';
import { PrunerService } from '../../../src/tokens/pruner.service.js';
import type { Domain } from '../../support/domain.js';
import { TestClock } from '../../support/test-clock.js';
import { aTenant, freshTokenDomain, secondNode, type Tenant } from '../../support/tenant.js';

const DAY = 86_400;
const HOUR = 3600;
const lifetimes = { tokenValiditySeconds: 60, refreshTokenValiditySeconds: 600, grantValiditySeconds: 3600 };

let domain: Domain;
beforeAll(async () => {
  domain = await freshTokenDomain();
});
afterAll(() => domain.close());

const prune = (node: Domain = domain): Promise<number> => node.get(PrunerService).prune();
const rows = async (tenant: Tenant): Promise<number[]> =>
  Promise.all(['tokens', 'grants', 'revoked_jtis'].map((table) => tenant.count(table)));

describe('pruning', () => {
  it('deletes what has expired and nothing else', async () => {
    const tenant = await aTenant(domain, { realm: lifetimes, client: { accessTokenFormat: 'opaque' } });
    const jwt = await aTenant(domain, { realm: lifetimes });
    await tenant.startGrant();
    await jwt.revoke((await jwt.issueForClient()).accessToken);
    await prune();
    expect(await rows(tenant)).toEqual([2, 1, 1]);
    domain.clock.advance(60);
    await prune();
    expect(await rows(tenant)).toEqual([1, 1, 1]);
    domain.clock.advance(540);
    await prune();
    expect(await rows(tenant)).toEqual([0, 1, 1]);
    domain.clock.advance(3000);
    await prune();
    expect(await rows(tenant)).toEqual([0, 0, 1]);
    domain.clock.advance(2 * HOUR + 60);
    await prune();
    expect(await rows(tenant)).toEqual([0, 0, 0]);
  });

  it.each(['access', 'grant'])(
    'req 58: revives no revoked JWT on a node whose clock is two hours behind (%s token)',
    async (kind) => {
      const tenant = await aTenant(domain, { realm: { tokenValiditySeconds: HOUR } });
      const behind = await secondNode(domain, new TestClock(domain.clock.now() - 2 * HOUR * 1000));
      const { accessToken } = await (kind === 'access' ? tenant.issueForClient() : tenant.startGrant());
      const elsewhere = tenant.at({ domain: behind });
      expect(await elsewhere.isLive(accessToken)).toBe(true);
      await tenant.revoke(accessToken);
      for (const node of [domain, behind]) node.clock.advance(HOUR);
      await prune();
      expect(await elsewhere.isLive(accessToken)).toBe(false);
      await behind.close();
    },
  );

  it('keeps a used refresh token until it would have expired, so that its reuse is known', async () => {
    const tenant = await aTenant(domain, { realm: { ...lifetimes, refreshGraceSeconds: 0 } });
    const first = await tenant.startGrant();
    domain.clock.advance(599);
    const second = await tenant.refresh(first.refreshToken);
    await prune();
    await expect(tenant.refresh(first.refreshToken)).rejects.toMatchObject({ code: 'invalid_grant' });
    expect(await tenant.isLive(second.refreshToken)).toBe(false);
  });

  it('goes on until nothing is left, with two nodes at work while tokens are issued', async () => {
    const tenant = await aTenant(domain, { realm: lifetimes, client: { accessTokenFormat: 'opaque' } });
    const node = await secondNode(domain);
    await Promise.all(Array.from({ length: 1000 }, () => tenant.issueForClient()));
    domain.clock.advance(60);
    const issuing = Promise.all(Array.from({ length: 100 }, () => tenant.issueForClient()));
    await Promise.all([prune(), prune(node)]);
    const issued = await issuing;
    expect(await tenant.count('tokens', 'expiresAt <= ?', [domain.clock.now()])).toBe(0);
    for (const { accessToken } of issued) expect(await tenant.isLive(accessToken)).toBe(true);
    await node.close();
  });

  it('deletes events that are older than the retention', async () => {
    const tenant = await aTenant(domain);
    await tenant.issueForClient();
    domain.clock.advance(90 * DAY);
    await prune();
    expect(await tenant.count('audit_events')).toBeGreaterThan(0);
    domain.clock.advance(1);
    await prune();
    expect(await tenant.count('audit_events')).toBe(0);
  });

  it('deletes the history of connections that is older than 400 days', async () => {
    const tenant = await aTenant(domain);
    const about = { realmId: idToBytes((await tenant.realm()).id), type: 'connection.created', detail: '{}' };
    const at = domain.clock.now();
    await domain.get(Sql).insert('connection_events', [{ ...about, id: idToBytes(domain.get(Ids).next()), at }]);
    domain.clock.advance(400 * DAY - 1);
    await prune();
    expect(await tenant.count('connection_events')).toBe(1);
    domain.clock.advance(1);
    await prune();
    expect(await tenant.count('connection_events')).toBe(0);
  });
});
