import {
  ConnectionSecretsRepository,
  type SecretColumns,
} from '../../../src/connections/vault/connection-secrets.repository.js';
import { SealedRowsRepository } from '../../../src/connections/vault/sealed-rows.repository.js';
import { SystemClock } from '../../../src/kernel/clock.js';
import { Ids, idToBytes } from '../../../src/kernel/ids.js';
import { SystemRandom } from '../../../src/kernel/random.js';
import { isolates, openTwoRealms, type TwoRealms } from '../../support/isolation.js';

const ids = new Ids(new SystemClock(), new SystemRandom());

describe('sealed tokens of a realm', () => {
  const columns: SecretColumns = {
    access: 'v1.a.access',
    refresh: 'v1.a.refresh',
    raw: null,
    hosts: ['crm.example'],
    tokenType: 'Bearer',
    grantFingerprint: Buffer.alloc(32, 1),
    dueAt: 5,
  };
  const anew = { ...columns, access: 'v1.b.access' };
  let node: TwoRealms;
  let secrets: ConnectionSecretsRepository;
  let rows: SealedRowsRepository;
  let here: string;
  let there: string;

  const rowOf = async (id: string): Promise<Record<string, unknown> | undefined> => {
    const statement = 'SELECT * FROM connection_secrets WHERE connectionId = ?';
    return (await node.sql.query<Record<string, unknown>>(statement, [idToBytes(id)]))[0];
  };
  const leaves = async (work: () => Promise<unknown>): Promise<void> => {
    const before = await rowOf(there);
    await work();
    expect(await rowOf(there)).toEqual(before);
  };
  const lease = (version = 1) => ({ owner: ids.next(), version, until: 100 });

  beforeAll(async () => {
    node = await openTwoRealms();
    secrets = new ConnectionSecretsRepository(node.sql);
    rows = new SealedRowsRepository(node.sql);
  });
  beforeEach(async () => {
    [here, there] = [ids.next(), ids.next()];
    await secrets.add(node.here, here, columns);
    await secrets.add(node.there, there, columns);
  });
  afterEach(() => node.sql.execute('DELETE FROM connection_secrets'));
  afterAll(() => node.close());

  isolates('ConnectionSecretsRepository.find', async () => {
    const configId = idToBytes(ids.next());
    const usual = {
      configId,
      configVersion: 1,
      ownerKey: 'realm',
      status: 'active',
      health: 'ok',
      failCount: 0,
      live: 1,
    };
    const texts = { grantedScopes: '[]', missingScopes: '[]', params: '{}', meta: '{}', createdAt: 1 };
    for (const [realm, id] of [[node.here, here] as const, [node.there, there] as const]) {
      const row = { id: idToBytes(id), realmId: idToBytes(realm.id), slot: 'default', ...usual, ...texts };
      await node.sql.insert('connections', [row]);
    }
    expect((await secrets.find(node.here, here))?.secret).toMatchObject({ version: 1, access: columns.access });
    expect(await secrets.find(node.here, there)).toBeNull();
  });

  isolates('ConnectionSecretsRepository.add', async () => {
    await leaves(() => secrets.add(node.here, ids.next(), columns));
    const counted = 'SELECT COUNT(*) AS n FROM connection_secrets WHERE realmId = ?';
    expect(Number((await node.sql.query<{ n: number }>(counted, [idToBytes(node.here.id)]))[0]?.n)).toBe(2);
  });

  isolates('ConnectionSecretsRepository.takeLease', async () => {
    await leaves(async () => expect(await secrets.takeLease(node.here, there, lease(), 1)).toBe(false));
    expect(await secrets.takeLease(node.here, here, lease(), 1)).toBe(true);
    expect(await secrets.takeLease(node.here, here, lease(), 100)).toBe(false);
    expect(await secrets.takeLease(node.here, here, lease(2), 101)).toBe(false);
    expect(await secrets.takeLease(node.here, here, lease(), 101)).toBe(true);
  });

  isolates('ConnectionSecretsRepository.giveBack', async () => {
    const taken = lease();
    await secrets.takeLease(node.there, there, taken, 1);
    await leaves(async () => expect(await secrets.giveBack(node.here, there, taken)).toBe(false));
    expect(await secrets.giveBack(node.there, there, { ...taken, version: 2 })).toBe(false);
    expect(await secrets.giveBack(node.there, there, taken)).toBe(true);
  });

  isolates('ConnectionSecretsRepository.replaceAsHolder', async () => {
    const taken = lease();
    await secrets.takeLease(node.there, there, taken, 1);
    await leaves(async () => expect(await secrets.replaceAsHolder(node.here, there, taken.owner, anew)).toBe(false));
    expect(await secrets.replaceAsHolder(node.there, there, ids.next(), anew)).toBe(false);
    expect(await secrets.replaceAsHolder(node.there, there, taken.owner, anew)).toBe(true);
    expect(await rowOf(there)).toMatchObject({ access: anew.access, leaseOwner: null });
  });

  isolates('ConnectionSecretsRepository.replaceAtVersion', async () => {
    await leaves(async () => expect(await secrets.replaceAtVersion(node.here, there, 1, anew)).toBe(false));
    expect(await secrets.replaceAtVersion(node.there, there, 2, anew)).toBe(false);
    expect(await secrets.replaceAtVersion(node.there, there, 1, anew)).toBe(true);
  });

  isolates('ConnectionSecretsRepository.replace', async () => {
    await leaves(async () => expect(await secrets.replace(node.here, there, anew)).toBe(false));
    expect(await secrets.replace(node.there, there, anew)).toBe(true);
  });

  isolates('ConnectionSecretsRepository.setDueAt', async () => {
    await leaves(() => secrets.setDueAt(node.here, there, 1, 99));
    await secrets.setDueAt(node.here, here, 1, 99);
    expect(Number((await rowOf(here))?.['dueAt'])).toBe(99);
  });

  isolates('ConnectionSecretsRepository.setFailingToldAt', async () => {
    await leaves(() => secrets.setFailingToldAt(node.here, there, 99));
  });

  isolates('ConnectionSecretsRepository.claimCheck', async () => {
    const at = (now: number) => ({ now, after: now - 10 });
    await leaves(async () => expect(await secrets.claimCheck(node.here, there, 1, at(50))).toBe(false));
    expect(await secrets.claimCheck(node.here, here, 2, at(50))).toBe(false);
    expect(await secrets.claimCheck(node.here, here, 1, at(50))).toBe(true);
    expect(await secrets.claimCheck(node.here, here, 1, at(59))).toBe(false);
    expect(await secrets.claimCheck(node.here, here, 1, at(60))).toBe(true);
  });

  isolates('ConnectionSecretsRepository.countRejection', async () => {
    await leaves(async () => expect(await secrets.countRejection(node.here, there, 1)).toBeNull());
    expect(await secrets.countRejection(node.here, here, 2)).toBeNull();
    expect(await secrets.countRejection(node.here, here, 1)).toBe(1);
    expect(await secrets.countRejection(node.here, here, 1)).toBe(2);
  });

  isolates('ConnectionSecretsRepository.forgetRejections', async () => {
    for (const [realm, id] of [[node.here, here] as const, [node.there, there] as const])
      await secrets.countRejection(realm, id, 1);
    await leaves(async () => expect(await secrets.forgetRejections(node.here, there, 1)).toBe(false));
    expect(await secrets.forgetRejections(node.here, here, 2)).toBe(false);
    expect(await secrets.forgetRejections(node.here, here, 1)).toBe(true);
    expect(await secrets.forgetRejections(node.here, here, 1)).toBe(false);
  });

  isolates('ConnectionSecretsRepository.countSiblings', async () => {
    expect(await secrets.countSiblings(node.here, here)).toBe(0);
    expect(await secrets.countSiblings(node.here, there)).toBe(0);
    await secrets.add(node.here, ids.next(), columns);
    expect(await secrets.countSiblings(node.here, here)).toBe(1);
  });

  isolates('ConnectionSecretsRepository.remove', async () => {
    await leaves(() => secrets.remove(node.here, there));
    await secrets.remove(node.here, here);
    expect(await rowOf(here)).toBeUndefined();
  });

  isolates('ConnectionSecretsRepository.deleteAllOf', async () => {
    await leaves(() => secrets.deleteAllOf(node.here));
    expect(await rowOf(here)).toBeUndefined();
  });

  const place = { table: 'connection_secrets', idColumn: 'connectionId', columns: ['access', 'refresh', 'raw'] };

  isolates('SealedRowsRepository.next', async () => {
    const found = await rows.next(node.here, place, 'v1.b.', { after: null, limit: 10 });
    expect(found).toEqual([{ id: here, values: { access: columns.access, refresh: columns.refresh, raw: null } }]);
    expect(await rows.next(node.here, place, 'v1.a.', { after: null, limit: 10 })).toEqual([]);
    expect(await rows.next(node.here, place, 'v1.b.', { after: here, limit: 10 })).toEqual([]);
  });

  isolates('SealedRowsRepository.replace', async () => {
    const value = { column: 'access', sealed: 'v1.a.access', anew: 'v1.b.access' };
    await leaves(async () => expect(await rows.replace(node.here, place, { ...value, id: there })).toBe(false));
    expect(await rows.replace(node.here, place, { ...value, id: here })).toBe(true);
    expect(await rows.replace(node.here, place, { ...value, id: here })).toBe(false);
  });
});
