import { VaultKeys } from '../../../../src/connections/vault/vault-keys.service.js';
import { VaultRotation } from '../../../../src/connections/vault/vault-rotation.service.js';
import { VaultSealer } from '../../../../src/connections/vault/vault-sealer.js';
import { idToBytes } from '../../../../src/kernel/ids.js';
import type { Realm } from '../../../../src/realms/realm.types.js';
import { atOnce } from '../../../support/at-once.js';
import { freshDatabase } from '../../../support/database.js';
import { openDomain, type Domain } from '../../../support/domain.js';
import { TestClock } from '../../../support/test-clock.js';
import { VaultModule } from '../../../../src/connections/vault/vault.module.js';
import { Sql } from '../../../../src/database/sql.js';

const DAY = 86_400;
/** Blocks are a hundredth of what a key may seal. */
const SEALS = 1000;
const BLOCK = 10;

describe('a key of a vault', () => {
  let database: Awaited<ReturnType<typeof freshDatabase>>;
  let nodes: Domain[];
  let realm: Realm;
  let realms = 0;

  const open = (clock: TestClock): Promise<Domain> =>
    openDomain({
      url: database.url,
      clock,
      modules: [VaultModule],
      env: { CONN_KEY_ROTATION_SEALS: String(SEALS), CONN_KEY_ROTATION_DAYS: '2', CONN_SWEEP_SECONDS: '86400' },
    });
  const place = (row: number | string) => ({ table: 't', column: 'c', rowId: String(row) });
  const seal = (node: Domain, row: number | string): Promise<string> =>
    node.get(VaultSealer).seal(realm, place(row), `secret ${row}`);
  const keys = (node = nodes[0] as Domain) => node.get(VaultKeys).list(realm);
  const usesOf = async (): Promise<number[]> => {
    const rows = await (nodes[0] as Domain)
      .get(Sql)
      .query<{ uses: number | string }>('SELECT uses FROM connection_keys WHERE realmId = ? ORDER BY createdAt, id', [
        idToBytes(realm.id),
      ]);
    return rows.map(({ uses }) => Number(uses));
  };

  beforeAll(async () => {
    database = await freshDatabase();
    const clock = new TestClock();
    const first = await open(clock);
    nodes = [first, await open(clock)];
  });
  beforeEach(async () => {
    realm = await (nodes[0] as Domain).realm(`realm-${++realms}`);
  });
  afterAll(async () => {
    for (const node of nodes) await node.close();
    await database.drop();
  });

  it('is counted by the block, so that hardly a seal pays for it', async () => {
    const [one, other] = nodes as [Domain, Domain];
    await seal(one, 'a');
    expect(await usesOf()).toEqual([BLOCK]);
    for (let row = 1; row < BLOCK; row++) await seal(one, row);
    expect(await usesOf()).toEqual([BLOCK]);
    await one.get(VaultSealer).sealRow(realm, { table: 't', rowId: 'r' }, { x: 'x', y: 'y', z: null });
    await seal(other, 'b');
    expect(await usesOf()).toEqual([3 * BLOCK]);
  });

  it('is replaced when it has sealed as much as it may, and opens what it sealed', async () => {
    const [one, other] = nodes as [Domain, Domain];
    const rows = [...Array(SEALS + 3 * BLOCK).keys()];
    const sealed: string[] = [];
    for (const row of rows) sealed.push(await seal(row % 2 === 0 ? one : other, row));
    const kids = sealed.map((value) => value.slice(0, 'v1.123456789012'.length));
    expect(new Set(kids).size).toBe(2);
    expect((await keys()).map(({ state }) => state).sort()).toEqual(['active', 'decrypt_only']);
    for (const uses of await usesOf()) expect(uses).toBeLessThanOrEqual(SEALS);
    const opened = await Promise.all(
      rows.map((row) => other.get(VaultSealer).open(realm, place(row), sealed[row] as string)),
    );
    expect(opened).toEqual(rows.map((row) => `secret ${row}`));
  });

  it('is replaced once though several nodes find it used up at the same time', async () => {
    await seal(nodes[0] as Domain, 'a');
    const statement = 'UPDATE connection_keys SET uses = ? WHERE realmId = ?';
    await (nodes[0] as Domain).get(Sql).execute(statement, [SEALS, idToBytes(realm.id)]);
    const sealed = await atOnce(40, (row) => seal(nodes[row % 2] as Domain, row));
    expect(await keys()).toHaveLength(2);
    const opened = await atOnce(40, (row) =>
      (nodes[0] as Domain).get(VaultSealer).open(realm, place(row), sealed[row] as string),
    );
    expect(opened).toContain('secret 39');
  });

  it('is replaced by its age', async () => {
    const [one] = nodes as [Domain];
    await seal(one, 'a');
    await one.get(VaultRotation).run();
    expect(await keys()).toHaveLength(1);
    one.clock.advance(3 * DAY);
    await one.get(VaultRotation).run();
    expect((await keys()).map(({ state }) => state)).toEqual([expect.stringMatching(/decrypt_only|drained/), 'active']);
  });
});
