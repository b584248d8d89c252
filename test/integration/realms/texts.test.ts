import { Sql } from '../../../src/database/sql.js';
import { SealError } from '../../../src/kernel/seal.js';
import { MetricsModule } from '../../../src/metrics/metrics.module.js';
import { PageLayoutModule } from '../../../src/pages/page-layout.module.js';
import { RealmAuthTokens } from '../../../src/realms/realm-auth-tokens.service.js';
import { RealmTexts } from '../../../src/realms/realm-texts.service.js';
import type { Realm } from '../../../src/realms/realm.types.js';
import { ProvisioningModule } from '../../../src/provisioning/provisioning.module.js';
import { ProvisioningService } from '../../../src/provisioning/provisioning.service.js';
import { freshDatabase, type FreshDatabase } from '../../support/database.js';
import { openDomain, type Domain } from '../../support/domain.js';

const KEYS = {
  old: `old:${Buffer.alloc(32, 1).toString('base64')}`,
  new: `new:${Buffer.alloc(32, 2).toString('base64')}`,
};

let database: FreshDatabase;
let nodes: [Domain, Domain];
let realm: Realm;

const open = (MASTER_KEY = KEYS.old): Promise<Domain> =>
  openDomain({
    url: database.url,
    env: { MASTER_KEY },
    modules: [MetricsModule, PageLayoutModule, ProvisioningModule],
  });
const count = async (): Promise<number> =>
  Number((await nodes[0].get(Sql).query<{ n: number }>('SELECT COUNT(*) AS n FROM realm_texts'))[0]?.n);

beforeAll(async () => {
  database = await freshDatabase();
  nodes = [await open(), await open()];
  realm = await nodes[0].realm('demo');
});
afterAll(async () => {
  for (const node of nodes) await node.close();
  await database.drop();
});

describe('the auth_token of a realm', () => {
  const authToken = (of = realm, node = nodes[0]): Promise<string> => node.get(RealmAuthTokens).of(of);

  it('is 14 letters and digits, the same for good and on every node, and of no other realm', async () => {
    const first = await authToken();
    expect(first).toMatch(/^[a-zA-Z0-9]{14}$/);
    expect([await authToken(), await authToken(realm, nodes[1])]).toEqual([first, first]);
    expect(await authToken(await nodes[0].realm('other'))).not.toBe(first);
  });

  it('is one, however many nodes and callers ask for it first at once', async () => {
    for (let round = 0; round < 10; round++) {
      const fresh = await nodes[0].realm(`raced-${round}`);
      const asked = Array.from({ length: 100 }, (_, index) => authToken(fresh, nodes[index % 2]));
      expect(new Set(await Promise.all(asked)).size).toBe(1);
    }
  });

  it('stays when the master key changes, and lies sealed', async () => {
    const first = await authToken();
    const node = await open(`${KEYS.new},${KEYS.old}`);
    expect(await authToken(realm, node)).toBe(first);
    await node.close();
    const rows = await nodes[0].get(Sql).query<{ sealed: string }>('SELECT sealed FROM realm_texts');
    expect(rows.filter(({ sealed }) => sealed.includes(first))).toEqual([]);
  });

  it('is refused for a realm that is gone, and deleted with its realm', async () => {
    const provisioning = nodes[0].get(ProvisioningService);
    const gone = await provisioning.createRealm('gone', {});
    await authToken(gone);
    const before = await count();
    await provisioning.deleteRealm('gone');
    expect(await count()).toBe(before - 1);
    await expect(authToken(gone, nodes[1])).rejects.toMatchObject({ code: 'not_found' });
  });
});

describe('texts of a realm', () => {
  it('are apart by their names, and are made once', async () => {
    const texts = nodes[0].get(RealmTexts);
    const give = (name: string, text: string): Promise<string> => texts.getOrCreate(realm, name, () => text);
    expect([await give('one', '1'), await give('two', 'zwei'), await give('one', 'I')]).toEqual(['1', 'zwei', '1']);
  });

  it('open in no other place', async () => {
    const texts = nodes[0].get(RealmTexts);
    await texts.getOrCreate(realm, 'moved', () => 'a');
    await nodes[0].get(Sql).execute("UPDATE realm_texts SET name = 'elsewhere' WHERE name = 'moved'");
    await expect(texts.getOrCreate(realm, 'elsewhere', () => 'b')).rejects.toThrow(SealError);
  });
});
