import { eventually } from '../../../support/eventually.js';
import { PassingClock, QUICK, VaultHouse, vaultEnvironment } from '../../../support/vault.js';
import { VaultNode } from '../../../support/vault-node.js';

const HOUR_AGO = 3600_000;
const CALLERS = 50;

describe('one connection on several nodes', () => {
  let house: VaultHouse;
  let env: Record<string, string>;
  let nodes: VaultNode[];

  beforeAll(async () => {
    house = await VaultHouse.open({ env: QUICK, clock: new PassingClock() });
    env = vaultEnvironment(house.provider.authority, QUICK);
    nodes = await Promise.all([1, 2, 3].map(() => VaultNode.open(house.domain.url, env)));
  });
  afterAll(async () => {
    await Promise.all(nodes.map((node) => node.stop()));
    await house.close();
  });

  const expired = () => house.connect({}, { expiresAt: Date.now() - HOUR_AGO });

  it('is refreshed once for 50 callers in three processes', async () => {
    const { id: connectionId } = await expired();
    const answers = await Promise.all(nodes.map((node) => node.ask({ connectionId, callers: CALLERS })));
    expect(answers.flat()).toHaveLength(3 * CALLERS);
    expect(answers.flat().flatMap(({ error }) => error ?? [])).toEqual([]);
    expect(new Set(answers.flat().map(({ version }) => version))).toEqual(new Set([2]));
    expect(new Set(answers.flat().map(({ accessToken }) => accessToken)).size).toBe(1);
    expect(house.refreshes).toBe(1);
  });

  it('is refreshed by another node, once, when the one that had begun is killed', async () => {
    house.provider.forget();
    const { id: connectionId } = await expired();
    const never = new Promise<void>(() => undefined);
    house.provider.fail('token', { kind: 'held', until: never });
    const [victim, other] = nodes as [VaultNode, VaultNode];
    victim.begin({ connectionId, callers: 1 });
    await eventually(() => expect(house.refreshes).toBeGreaterThan(0));
    await victim.kill();
    const killed = Date.now();
    let version: number | undefined;
    while (version === undefined && Date.now() - killed < 60_000) {
      version = (await other.ask({ connectionId, callers: 10 }))[0]?.version;
    }
    expect(version).toBe(2);
    expect(Date.now() - killed).toBeLessThan(60_000);
    // One that was held and never done, and one that was.
    expect(house.refreshes).toBe(2);
    expect(house.provider.grants.all.every(({ revoked }) => !revoked)).toBe(true);
  });
});
