import { ConfigConnectionsRepository } from '../../../src/connections/configs/config-connections.repository.js';
import { ConfigsRepository, type StoredConfig } from '../../../src/connections/configs/configs.repository.js';
import type { RealmRef } from '../../../src/database/realm-ref.js';
import { SystemClock } from '../../../src/kernel/clock.js';
import { Ids, idToBytes } from '../../../src/kernel/ids.js';
import { SystemRandom } from '../../../src/kernel/random.js';
import { isolates, openTwoRealms, type TwoRealms } from '../../support/isolation.js';

const random = new SystemRandom();
const ids = new Ids(new SystemClock(), random);
const appId = ids.next();
const page = { limit: 10 };
let node: TwoRealms;
beforeAll(async () => {
  node = await openTwoRealms();
});
afterAll(() => node.close());

describe('configs', () => {
  let configs: ConfigsRepository;
  let here: StoredConfig;
  let there: StoredConfig;

  const config = (realm: RealmRef): StoredConfig => ({
    id: ids.next(),
    realmId: realm.id,
    appId,
    publicKey: random.bytes(16).toString('base64url'),
    name: realm.name,
    preset: null,
    status: 'active',
    createdAt: 1,
    updatedAt: 1,
    versionId: ids.next(),
    version: 1,
    sealedDefinition: 'v1.sealed',
    sealedClientSecret: 'v1.secret',
    clientSecretHosts: ['crm.example'],
  });
  const next = (of: StoredConfig): StoredConfig => ({ ...of, versionId: ids.next(), version: 2, name: 'changed' });
  const stillThere = async (): Promise<void> => expect(await configs.find(node.there, there.id)).toEqual(there);

  beforeEach(async () => {
    configs = new ConfigsRepository(node.sql);
    [here, there] = [config(node.here), config(node.there)];
    await configs.add(node.here, here);
    await configs.add(node.there, there);
  });
  afterEach(async () => {
    await configs.deleteAllOf(node.here);
    await configs.deleteAllOf(node.there);
  });

  isolates('ConfigsRepository.add', async () => {
    const added = config(node.here);
    await configs.add(node.here, added);
    expect(await configs.find(node.there, added.id)).toBeNull();
  });

  isolates('ConfigsRepository.find', async () => {
    expect(await configs.find(node.here, there.id)).toBeNull();
    expect(await configs.find(node.here, here.id)).toEqual(here);
  });

  isolates('ConfigsRepository.findVersion', async () => {
    expect(await configs.findVersion(node.here, there.id, 1)).toBeNull();
    expect(await configs.findVersion(node.here, here.id, 1)).toEqual(here);
    expect(await configs.findVersion(node.here, here.id, 2)).toBeNull();
  });

  isolates('ConfigsRepository.page', async () => {
    expect((await configs.page(node.here, appId, page)).items).toEqual([here]);
    expect((await configs.page(node.here, null, page)).items).toEqual([here]);
    expect((await configs.page(node.here, ids.next(), page)).items).toEqual([]);
  });

  isolates('ConfigsRepository.advance', async () => {
    expect(await configs.advance(node.here, next(there), 1)).toBe(false);
    await stillThere();
    const changed = next(here);
    expect(await configs.advance(node.here, changed, 1)).toBe(true);
    expect(await configs.find(node.here, here.id)).toEqual(changed);
    expect((await configs.findVersion(node.here, here.id, 1))?.versionId).toBe(here.versionId);
    expect(await configs.advance(node.here, { ...next(here) }, 1)).toBe(false);
  });

  isolates('ConfigsRepository.setStatus', async () => {
    expect(await configs.setStatus(node.here, there.id, 'active', 'unhealthy')).toBe(false);
    await stillThere();
    expect(await configs.setStatus(node.here, here.id, 'active', 'unhealthy')).toBe(true);
    expect(await configs.setStatus(node.here, here.id, 'active', 'unhealthy')).toBe(false);
  });

  isolates('ConfigsRepository.remove', async () => {
    expect(await configs.remove(node.here, there.id)).toBe(false);
    await stillThere();
  });

  isolates('ConfigsRepository.deleteAllOf', async () => {
    await configs.deleteAllOf(node.here);
    expect(await configs.find(node.here, here.id)).toBeNull();
    await stillThere();
  });
});

describe('connections of a config', () => {
  const configId = ids.next();
  let rows: ConfigConnectionsRepository;

  const connect = async (realm: RealmRef, ownerKey: string): Promise<string> => {
    const id = ids.next();
    const texts = { slot: 'default', status: 'active', health: 'ok', grantedScopes: '[]', missingScopes: '[]' };
    await node.sql.insert('connections', [
      {
        ...{ id: idToBytes(id), realmId: idToBytes(realm.id), configId: idToBytes(configId), configVersion: 1 },
        ...{ ...texts, ownerKey, params: '{}', meta: '{}', failCount: 0, createdAt: 1, live: 1 },
      },
    ]);
    return id;
  };
  const inRealm = (realm: RealmRef) =>
    node.sql.query<{ configVersion: number; status: string }>(
      'SELECT configVersion, status FROM connections WHERE realmId = ?',
      [idToBytes(realm.id)],
    );
  const stillThere = async (): Promise<void> =>
    expect(await inRealm(node.there)).toEqual([{ configVersion: 1, status: 'active' }]);

  beforeEach(async () => {
    rows = new ConfigConnectionsRepository(node.sql);
    await connect(node.here, 'realm');
    await connect(node.there, 'realm');
  });
  afterEach(() => node.sql.execute('DELETE FROM connections'));

  isolates('ConfigConnectionsRepository.countLive', async () => {
    expect(await rows.countLive(node.here, configId)).toBe(1);
  });

  isolates('ConfigConnectionsRepository.countOwed', async () => {
    const owe = (realm: RealmRef) => ({
      ...{ id: idToBytes(ids.next()), realmId: idToBytes(realm.id), configId: idToBytes(configId), configVersion: 1 },
      ...{ connectionId: idToBytes(ids.next()), sealedTokens: 'sealed', failures: 0, nextAttemptAt: 1, createdAt: 1 },
    });
    await node.sql.insert('connection_revocations', [owe(node.here), owe(node.there), owe(node.there)]);
    expect(await rows.countOwed(node.here, configId)).toBe(1);
  });

  isolates('ConfigConnectionsRepository.follow', async () => {
    await rows.follow(node.here, configId, 1, 2);
    expect(await inRealm(node.here)).toEqual([{ configVersion: 2, status: 'active' }]);
    await stillThere();
  });

  isolates('ConfigConnectionsRepository.suspend', async () => {
    expect(await rows.suspend(node.here, configId, 'host_changed')).toEqual([
      { id: expect.any(String) as string, userId: null },
    ]);
    expect(await inRealm(node.here)).toEqual([{ configVersion: 1, status: 'needs_reauth' }]);
    await stillThere();
  });
});
