import { ClientsService } from '../../../src/clients/clients.service.js';
import { UsersService } from '../../../src/users/users.service.js';
import type { Domain } from '../../support/domain.js';
import { TestClock } from '../../support/test-clock.js';
import { aTenant, freshTokenDomain, secondNode, type Tenant } from '../../support/tenant.js';
import { ALL, everySort, liveOnes } from './judge-support.js';

let domain: Domain;
beforeAll(async () => {
  domain = await freshTokenDomain();
});
afterAll(() => domain.close());

const OF_USERS = ['userJwt', 'userOpaque', 'refresh'];

describe('req 60: refused at once', () => {
  const causes: [string, (tenant: Tenant) => Promise<unknown>, string[]][] = [
    ['a disabled realm', (tenant) => tenant.changeRealm({ enabled: false }), []],
    ['a disabled client', (tenant) => tenant.changeClient({ enabled: false }), []],
    ['a disabled user', (tenant) => tenant.changeUser({ enabled: false }), ['jwt', 'opaque']],
    ['a changed password', (tenant) => tenant.changeUser({ password: 'a new one, hard to guess' }), ['jwt', 'opaque']],
    ['a deleted client', async (tenant) => domain.get(ClientsService).delete(await tenant.realm(), 'app'), []],
    [
      'a deleted user',
      async (tenant) => domain.get(UsersService).delete(await tenant.realm(), 'ada'),
      ['jwt', 'opaque'],
    ],
  ];
  it.each(causes)('req 60: the tokens of %s', async (_what, change, left) => {
    const tenant = await aTenant(domain);
    const tokens = await everySort(tenant);
    await change(tenant);
    expect(await liveOnes(tenant, tokens)).toEqual(left);
  });

  it('req 60: the tokens of a deleted client do not pass to another of its name', async () => {
    const tenant = await aTenant(domain);
    const tokens = await everySort(tenant);
    await domain.get(ClientsService).delete(await tenant.realm(), 'app');
    domain.clock.advance(1);
    await tenant.addClient({ clientId: 'app' });
    expect(await liveOnes(tenant, tokens)).toEqual([]);
    expect(await tenant.isLive((await tenant.issueForClient()).accessToken)).toBe(true);
  });
});

describe('with clocks that differ', () => {
  it.each(['jwt', 'opaque'] as const)(
    'takes what a node whose clock is behind issues to a new client (%s)',
    async (accessTokenFormat) => {
      const tenant = await aTenant(domain, { client: { accessTokenFormat } });
      const behind = await secondNode(domain, new TestClock(domain.clock.now() - 2000));
      const issued = await tenant.at({ domain: behind }).issueForClient();
      expect(issued.issuedAt).toBe((await tenant.client()).createdAt);
      expect(await tenant.isLive(issued.accessToken)).toBe(true);
      expect(await tenant.at({ domain: behind }).isLive(issued.accessToken)).toBe(true);
      await behind.close();
    },
  );
});

describe('req 61: notBefore', () => {
  const holders = {
    realm: (tenant: Tenant, notBefore: number) => tenant.changeRealm({ notBefore }),
    client: (tenant: Tenant, notBefore: number) => tenant.changeClient({ notBefore }),
    user: (tenant: Tenant, notBefore: number) => tenant.changeUser({ notBefore }),
  };
  type Holder = keyof typeof holders;
  const left = (holder: Holder): string[] => (holder === 'user' ? ['jwt', 'opaque'] : []);

  it.each(Object.keys(holders) as Holder[])('req 61: of the %s refuses what began up to it', async (holder) => {
    const tenant = await aTenant(domain);
    const tokens = await everySort(tenant);
    await holders[holder](tenant, domain.clock.now() - 1);
    expect(await liveOnes(tenant, tokens)).toEqual(ALL);
    await holders[holder](tenant, domain.clock.now());
    expect(await liveOnes(tenant, tokens)).toEqual(left(holder));
    domain.clock.advance(0.001);
    expect(await liveOnes(tenant, await everySort(tenant))).toEqual(ALL);
  });

  const pairs = (Object.keys(holders) as Holder[]).flatMap((late) =>
    (Object.keys(holders) as Holder[]).filter((early) => early !== late).map((early) => [late, early] as const),
  );
  it.each(pairs)('req 61: the latest wins: of the %s over that of the %s', async (late, early) => {
    const tenant = await aTenant(domain);
    const tokens = await everySort(tenant);
    await holders[late](tenant, domain.clock.now());
    await holders[early](tenant, domain.clock.now() - 60_000);
    expect((await liveOnes(tenant, tokens)).filter((name) => OF_USERS.includes(name))).toEqual([]);
  });

  it('req 61: counts for a refreshed token from the begin of its grant', async () => {
    const tenant = await aTenant(domain);
    const { refreshToken } = await tenant.startGrant();
    const begin = domain.clock.now();
    domain.clock.advance(60);
    const { accessToken } = await tenant.refresh(refreshToken);
    await tenant.changeClient({ notBefore: begin });
    expect(await tenant.isLive(accessToken)).toBe(false);
  });

  it('req 61: that is set while a request is under way ends what that request gives out', async () => {
    const tenant = await aTenant(domain);
    const [realm, client, at] = [await tenant.realm(), await tenant.client(), domain.clock.now()];
    domain.clock.advance(1);
    await tenant.changeClient({ notBefore: domain.clock.now() });
    const issuance = { at, request: { id: 'r', address: '192.0.2.1' }, grantType: 'g', scope: [], resources: [] };
    const { accessToken } = await tenant.tokens.issueForClient(realm, client, issuance);
    expect(await tenant.isLive(accessToken)).toBe(false);
  });
});

describe('whether the time of a token is over', () => {
  const expired = async (tenant: Tenant, tokens: Record<string, string>): Promise<string[]> => {
    const realm = await tenant.realm();
    const told = await Promise.all(Object.values(tokens).map((value) => tenant.tokens.hasExpired(realm, value)));
    return Object.keys(tokens).filter((_name, index) => told[index]);
  };

  it('is told of tokens of the realm, revoked or not', async () => {
    const tenant = await aTenant(domain, { realm: { tokenValiditySeconds: 60, refreshTokenValiditySeconds: 60 } });
    const tokens = await everySort(tenant);
    expect(await expired(tenant, tokens)).toEqual([]);
    await tenant.revoke(tokens['userOpaque']);
    domain.clock.advance(59);
    expect(await expired(tenant, tokens)).toEqual([]);
    domain.clock.advance(1);
    expect(await expired(tenant, tokens)).toEqual(ALL);
    expect(await liveOnes(tenant, tokens)).toEqual([]);
  });

  it('is told of nothing else', async () => {
    const [tenant, other] = [await aTenant(domain), await aTenant(domain, { realm: { tokenValiditySeconds: 1 } })];
    const { accessToken, refreshToken = '' } = await other.startGrant();
    const { accessToken: opaque } = await other.at({}).issueForClient();
    domain.clock.advance(60);
    const forged = `${accessToken.slice(0, accessToken.lastIndexOf('.'))}.${'A'.repeat(86)}`;
    const values = { accessToken, refreshToken, opaque, forged, nonsense: 'nonsense', nothing: '' };
    expect(await expired(tenant, values)).toEqual([]);
    expect(await expired(other, { forged })).toEqual([]);
  });
});
