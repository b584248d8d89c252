import { VaultKeysRepository } from '../../../src/connections/vault/vault-keys.repository.js';
import { SystemClock } from '../../../src/kernel/clock.js';
import { Ids } from '../../../src/kernel/ids.js';
import { SystemRandom } from '../../../src/kernel/random.js';
import { isolates, openTwoRealms, type TwoRealms } from '../../support/isolation.js';

const ids = new Ids(new SystemClock(), new SystemRandom());

describe('keys of the vault of a realm', () => {
  let node: TwoRealms;
  let keys: VaultKeysRepository;
  const key = { kid: 'aaaaaaaaaaaa', sealedKey: 'sealed' };

  const activeThere = async (): Promise<void> => expect(await keys.findActive(node.there)).toEqual(key);

  beforeAll(async () => {
    node = await openTwoRealms();
    keys = new VaultKeysRepository(node.sql);
  });
  beforeEach(async () => {
    await keys.add(node.here, { ...key, id: ids.next() }, 1);
    await keys.add(node.there, { ...key, id: ids.next() }, 1);
  });
  afterEach(() => node.sql.execute('DELETE FROM connection_keys'));
  afterAll(() => node.close());

  isolates('VaultKeysRepository.findActive', async () => {
    await keys.deleteAllOf(node.here);
    expect(await keys.findActive(node.here)).toBeNull();
  });

  isolates('VaultKeysRepository.find', async () => {
    await keys.deleteAllOf(node.here);
    expect(await keys.find(node.here, key.kid)).toBeNull();
    expect(await keys.find(node.there, key.kid)).toEqual(key);
  });

  isolates('VaultKeysRepository.all', async () => {
    expect(await keys.all(node.here)).toEqual([{ kid: key.kid, state: 'active', createdAt: 1, retiredAt: null }]);
  });

  isolates('VaultKeysRepository.add', async () => {
    const second = { id: ids.next(), kid: 'bbbbbbbbbbbb', sealedKey: 'second' };
    await expect(keys.add(node.here, second, 2)).rejects.toMatchObject({ failure: 'duplicate' });
    await keys.retire(node.here, key.kid, 2);
    await keys.add(node.here, second, 2);
    expect(await keys.all(node.here)).toHaveLength(2);
    await activeThere();
  });

  isolates('VaultKeysRepository.retire', async () => {
    expect(await keys.retire(node.here, key.kid, 2)).toBe(true);
    expect(await keys.retire(node.here, key.kid, 2)).toBe(false);
    expect(await keys.findActive(node.here)).toBeNull();
    await activeThere();
  });

  isolates('VaultKeysRepository.reserve', async () => {
    expect(await keys.reserve(node.here, key.kid, 7, 10)).toBe(true);
    expect(await keys.reserve(node.here, key.kid, 7, 10)).toBe(false);
    expect(await keys.reserve(node.there, key.kid, 10, 10)).toBe(true);
  });

  isolates('VaultKeysRepository.markDrained', async () => {
    for (const realm of [node.here, node.there]) await keys.retire(realm, key.kid, 2);
    await keys.markDrained(node.here, 3);
    expect((await keys.all(node.here))[0]?.state).toBe('drained');
    expect((await keys.all(node.there))[0]?.state).toBe('decrypt_only');
  });

  isolates('VaultKeysRepository.deleteAllOf', async () => {
    await keys.deleteAllOf(node.here);
    await activeThere();
  });
});
