import type { Domain } from '../../support/domain.js';
import { expectReuseEndsGrant, type Grace, raceOnce, racerAt } from '../../support/refresh-race.js';
import { aTenant, freshTokenDomain, secondNode, type Tenant } from '../../support/tenant.js';

const ROUNDS = 50;
const TIMES = 200;

let domain: Domain;
let other: Domain;
beforeAll(async () => {
  domain = await freshTokenDomain();
  other = await secondNode(domain);
});
afterAll(async () => {
  await other.close();
  await domain.close();
});

const tenantFor = (grace: Grace, accessTokenFormat: 'jwt' | 'opaque'): Promise<Tenant> =>
  aTenant(domain, {
    realm: { refreshGraceSeconds: grace === 'with grace' ? 10 : 0 },
    client: { accessTokenFormat },
  });

describe.each(['with grace', 'without grace'] as const)('200 refreshes of one token at once, %s', (grace) => {
  const outcome = grace === 'with grace' ? 'give all one successor' : 'have one winner';

  it(`req 57: ${outcome}, round after round, at one node`, async () => {
    const tenant = await tenantFor(grace, 'jwt');
    const racer = racerAt(tenant);
    for (let round = 0; round < ROUNDS; round++) await raceOnce(tenant, [racer], TIMES, grace);
    expect(await racer.lostClaims()).toBeGreaterThan(0);
  });

  it(`req 57: ${outcome}, round after round, at two nodes`, async () => {
    const tenant = await tenantFor(grace, 'opaque');
    const racers = [racerAt(tenant), racerAt(tenant.at({ domain: other }))];
    for (let round = 0; round < ROUNDS; round++) await raceOnce(tenant, racers, TIMES, grace);
    for (const racer of racers) expect(await racer.lostClaims()).toBeGreaterThan(0);
  });

  it('req 56: end the grant when one comes after the window', async () => {
    await expectReuseEndsGrant(await tenantFor(grace, 'jwt'));
  });
});

it('req 57: refreshes of many tokens at once do not disturb each other', async () => {
  const tenant = await tenantFor('with grace', 'opaque');
  const grants = await Promise.all(Array.from({ length: 100 }, () => tenant.startGrant()));
  const refreshed = await Promise.all(
    grants.map(({ refreshToken }, index) => tenant.at({ domain: index % 2 ? other : domain }).refresh(refreshToken)),
  );
  const tokens = await Promise.all(refreshed.map(({ accessToken }) => tenant.judge(accessToken)));
  expect(tokens.map((token) => token?.grant?.id)).toEqual(grants.map(({ grant }) => grant?.id));
});
