import { ConfigEntity } from '../../../src/connections/configs/config.entity.js';
import type { Connection } from '../../../src/connections/vault/connection.types.js';
import { ConnectionsRepository } from '../../../src/connections/vault/connections.repository.js';
import type { RealmRef } from '../../../src/database/realm-ref.js';
import { SystemClock } from '../../../src/kernel/clock.js';
import { Ids, idToBytes } from '../../../src/kernel/ids.js';
import { SystemRandom } from '../../../src/kernel/random.js';
import { isolates, openTwoRealms, type TwoRealms } from '../../support/isolation.js';

describe('connections of a realm', () => {
  const ids = new Ids(new SystemClock(), new SystemRandom());
  const configId = ids.next();
  const userId = ids.next();
  const owner = { kind: 'user', userId } as const;
  let node: TwoRealms;
  let connections: ConnectionsRepository;
  let here: Connection;
  let there: Connection;

  const aConnection = (realm: RealmRef, changes: Partial<Connection> = {}): Connection => ({
    ...{ id: ids.next(), realmId: realm.id, configId, configVersion: 1, owner, slot: 'default', label: null },
    ...{ upstreamAccountId: 'account', upstreamLabel: null, status: 'active', statusReason: null, health: 'ok' },
    ...{
      grantedScopes: ['read'],
      missingScopes: [],
      params: {},
      meta: {},
      accessExpiresAt: 10,
      refreshExpiresAt: null,
    },
    ...{ lastRefreshedAt: 1, lastVerifiedAt: null, lastUsedAt: null, failCount: 0, nextAttemptAt: null },
    ...{ createdBy: null, createdAt: 1 },
    ...changes,
  });
  /** One by whose config the connections here are. */
  const anApp = async (): Promise<string> => {
    const appId = ids.next();
    const config = { id: configId, realmId: node.here.id, appId, publicKey: 'key', name: 'CRM', preset: null };
    const more = { status: 'active', version: 1, createdAt: 1, updatedAt: 1 } as const;
    await node.sql.manager.getRepository(ConfigEntity).insert({ ...config, ...more });
    return appId;
  };
  const stillThere = async (): Promise<void> => expect(await connections.find(node.there, there.id)).toEqual(there);

  beforeAll(async () => {
    node = await openTwoRealms();
    connections = new ConnectionsRepository(node.sql);
  });
  beforeEach(async () => {
    [here, there] = [aConnection(node.here), aConnection(node.there)];
    await connections.add(node.here, here);
    await connections.add(node.there, there);
  });
  afterEach(async () => {
    await node.sql.execute('DELETE FROM connections');
    await node.sql.execute('DELETE FROM connection_configs');
  });
  afterAll(() => node.close());

  isolates('ConnectionsRepository.find', async () => {
    expect(await connections.find(node.here, here.id)).toEqual(here);
    expect(await connections.find(node.here, there.id)).toBeNull();
  });

  isolates('ConnectionsRepository.ofOwner', async () => {
    expect(await connections.ofOwner(node.here, configId, owner)).toEqual([here]);
  });

  isolates('ConnectionsRepository.allOfUser', async () => {
    expect(await connections.allOfUser(node.here, userId)).toEqual([here]);
  });

  isolates('ConnectionsRepository.page', async () => {
    const filter = { configId, owner, status: 'active', account: 'account' } as const;
    expect((await connections.page(node.here, filter, { limit: 10 })).items).toEqual([here]);
  });

  isolates('ConnectionsRepository.countByConfig', async () => {
    expect(await connections.countByConfig(node.here, configId)).toBe(1);
  });

  isolates('ConnectionsRepository.countByStatus', async () => {
    const appId = await anApp();
    expect(await connections.countByStatus(node.here, appId)).toMatchObject({ active: 1, disabled: 0 });
    expect(await connections.countByStatus(node.there, appId)).toMatchObject({ active: 0 });
  });

  isolates('ConnectionsRepository.hasOthersThan', async () => {
    const appId = await anApp();
    expect(await connections.hasOthersThan(node.here, appId, { kind: 'realm' })).toBe(true);
    expect(await connections.hasOthersThan(node.here, appId, owner)).toBe(false);
    expect(await connections.hasOthersThan(node.there, appId, { kind: 'realm' })).toBe(false);
  });

  isolates('ConnectionsRepository.add', async () => {
    await connections.add(node.here, aConnection(node.there, { slot: 'second' }));
    expect(await connections.ofOwner(node.here, configId, owner)).toHaveLength(2);
    expect(await connections.ofOwner(node.there, configId, owner)).toEqual([there]);
  });

  isolates('ConnectionsRepository.change', async () => {
    expect(await connections.change(node.here, there.id, { label: 'mine' })).toBe(false);
    expect(await connections.change(node.here, here.id, { label: 'mine', meta: { a: 'b' } }, ['active'])).toBe(true);
    expect(await connections.find(node.here, here.id)).toEqual({ ...here, label: 'mine', meta: { a: 'b' } });
    await stillThere();
  });

  isolates('ConnectionsRepository.revive', async () => {
    const dead = { status: 'needs_reauth', statusReason: 'expired' } as const;
    await connections.change(node.there, there.id, dead);
    await connections.revive(node.here, there.id, ['expired']);
    expect(await connections.find(node.there, there.id)).toEqual({ ...there, ...dead });
    await connections.revive(node.there, there.id, ['expired']);
    await stillThere();
  });

  isolates('ConnectionsRepository.bury', async () => {
    expect(await connections.bury(node.here, there.id, 'disconnected', 5)).toBe(false);
    expect(await connections.bury(node.here, here.id, 'disconnected', 5)).toBe(true);
    expect(await connections.find(node.here, here.id)).toBeNull();
    await stillThere();
  });

  isolates('ConnectionsRepository.removeBuried', async () => {
    expect(await connections.removeBuried(node.here, here.id)).toBe(false);
    await connections.bury(node.there, there.id, 'disconnected', 5);
    expect(await connections.removeBuried(node.here, there.id)).toBe(false);
    expect(await connections.removeBuried(node.there, there.id)).toBe(true);
  });

  isolates('ConnectionsRepository.deleteAllOf', async () => {
    await connections.deleteAllOf(node.here);
    const left = await node.sql.query<{ realmId: Buffer }>('SELECT realmId FROM connections');
    expect(left).toEqual([{ realmId: idToBytes(node.there.id) }]);
  });
});
