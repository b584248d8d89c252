import { Sql } from '../../../src/database/sql.js';
import { SystemRandom } from '../../../src/kernel/random.js';
import { Sealer } from '../../../src/kernel/seal.js';
import { RealmDataKeysRepository } from '../../../src/realms/realm-data-keys.repository.js';
import { RealmDataKeys } from '../../../src/realms/realm-data-keys.js';
import { RealmsService } from '../../../src/realms/realms.service.js';
import { atOnce } from '../../support/at-once.js';
import { freshDatabase, type FreshDatabase } from '../../support/database.js';
import { openDomain, type Domain } from '../../support/domain.js';
import { testSettings } from '../../support/settings.js';

const KEYS = {
  old: `old:${Buffer.alloc(32, 1).toString('base64')}`,
  new: `new:${Buffer.alloc(32, 2).toString('base64')}`,
};

let database: FreshDatabase;
let domain: Domain;
let realms: RealmsService;

const start = (env: Record<string, string> = {}): Promise<Domain> =>
  openDomain({ url: database.url, env: { MASTER_KEY: KEYS.old, ...env } });
const sql = (): Sql => domain.get(Sql);

beforeAll(async () => {
  database = await freshDatabase();
  domain = await start();
  realms = domain.get(RealmsService);
});
beforeEach(() => sql().execute('DELETE FROM realms'));
afterAll(async () => {
  await domain.close();
  await database.drop();
});

describe('the key of a realm', () => {
  it('is stored as a keyed hash alone, and is exact', async () => {
    const realm = await realms.create('demo', { key: 'a key of its own' });
    expect(realm.usesDefaultKey).toBe(false);
    const presented = ['a key of its own', 'A key of its own', 'a key of its own ', '', 'onesaitplatform'];
    expect(presented.map((key) => realms.verifyKey(realm, key))).toEqual([true, false, false, false, false]);
    const rows = await sql().query('SELECT * FROM realms');
    expect(JSON.stringify(rows.map((row) => Object.values(row).map(String)))).not.toContain('a key of its own');
  });

  it('is the configured default again when it is cleared, whatever that is then', async () => {
    await realms.create('demo', { key: 'a key of its own' });
    const cleared = await realms.update('demo', { key: null });
    expect(realms.verifyKey(cleared, 'onesaitplatform')).toBe(true);
    const later = await start({ DEFAULT_REALM_KEY: 'another default' });
    const seen = await later.get(RealmsService).get('demo');
    expect(later.get(RealmsService).verifyKey(seen, 'another default')).toBe(true);
    expect(later.get(RealmsService).verifyKey(seen, 'onesaitplatform')).toBe(false);
    await later.close();
  });

  it('stays as it is when a change does not speak of it', async () => {
    await realms.create('demo', { key: 'a key of its own' });
    expect(realms.verifyKey(await realms.update('demo', { displayName: 'x' }), 'a key of its own')).toBe(true);
  });
});

describe('the data keys of realms', () => {
  const sealed = async (): Promise<string[]> =>
    (await sql().query<{ sealedDataKey: string }>('SELECT sealedDataKey FROM realms')).map((row) => row.sealedDataKey);

  const startWith = (...kids: (keyof typeof KEYS)[]): Promise<void> => {
    const random = new SystemRandom();
    const sealer = new Sealer(testSettings({ MASTER_KEY: kids.map((kid) => KEYS[kid]).join() }).masterKeys, random);
    return new RealmDataKeys(new RealmDataKeysRepository(sql()), sealer, random).onModuleInit();
  };

  it('are sealed anew by a start with a new master key, which needs the old one', async () => {
    for (const name of ['a', 'b']) await realms.create(name);
    const before = await sealed();
    await expect(startWith('new')).rejects.toThrow(/"old"/);
    expect(await sealed()).toEqual(before);
    await atOnce(4, () => startWith('new', 'old'));
    expect((await sealed()).every((key) => key.startsWith('new.'))).toBe(true);
    await expect(startWith('new')).resolves.toBeUndefined();
  });
});
