import { DatabaseError } from '../../../src/database/database-error.js';
import { isDuplicate, isStorageFault } from '../../../src/database/storage-fault.js';
import { idFromBytes, idToBytes } from '../../../src/kernel/ids.js';
import { openTestDatabase, type TestNode } from '../../support/database.js';

const ID = '0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5b';
const scope = (name: string, realmId = ID) => ({ id: idToBytes(ID), realmId: idToBytes(realmId), name });

describe('statements', () => {
  let node: TestNode;
  beforeAll(async () => {
    node = await openTestDatabase();
  });
  beforeEach(async () => {
    await node.sql.execute('DELETE FROM scopes');
    await node.sql.execute('DELETE FROM server_secrets');
    await node.sql.execute('DELETE FROM users');
  });
  afterAll(() => node.close());

  const failure = (work: Promise<unknown>): Promise<unknown> =>
    work.then(
      () => null,
      (error: unknown) => error,
    );

  it('read ids as bytes, times as numbers and flags as 0 or 1', async () => {
    const time = 1_763_700_000_123;
    const user = { username: 'a', usernameKey: 'a', attributes: '{}', enabled: true, version: 1 };
    const row = { id: idToBytes(ID), realmId: idToBytes(ID), ...user, notBefore: undefined };
    await node.sql.insert('users', [{ ...row, createdAt: time, updatedAt: time }]);
    const [read] = await node.sql.query<{ id: Buffer }>('SELECT id, enabled, createdAt, notBefore FROM users');
    expect(read).toEqual({ id: idToBytes(ID), enabled: 1, createdAt: time, notBefore: null });
    expect(idFromBytes(read!.id)).toBe(ID);
  });

  it('count the rows that matched, whether they changed or not', async () => {
    await node.sql.insert(
      'server_secrets',
      ['a', 'b', 'c'].map((name) => ({ name, sealed: 'same' })),
    );
    const set = "UPDATE server_secrets SET sealed = 'same' WHERE name IN (?, ?)";
    expect(await node.sql.execute(set, ['a', 'b'])).toBe(2);
    expect(await node.sql.execute(set, ['a', 'z'])).toBe(1);
    expect(await node.sql.execute('DELETE FROM server_secrets WHERE name = ?', ['z'])).toBe(0);
    expect(await node.sql.execute('DELETE FROM server_secrets')).toBe(3);
  });

  it('compare names exactly', async () => {
    await node.sql.insert('server_secrets', [
      { name: 'Name', sealed: '-' },
      { name: 'name', sealed: '-' },
    ]);
    expect(await node.sql.query('SELECT name FROM server_secrets WHERE name = ?', ['name'])).toHaveLength(1);
  });

  it('insert many rows at once, or none when one is a duplicate', async () => {
    const rows = Array.from({ length: 300 }, (_, index) => ({ name: `n${index}`, sealed: "it's \\ a 'value'" }));
    await node.sql.insert('server_secrets', rows);
    const again = node.sql.insert('server_secrets', [
      { name: 'new', sealed: '-' },
      { name: 'n299', sealed: '-' },
    ]);
    expect(isDuplicate(await failure(again))).toBe(true);
    const read = await node.sql.query<{ sealed: string }>('SELECT sealed FROM server_secrets');
    expect(read).toHaveLength(300);
    expect(read[0]?.sealed).toBe("it's \\ a 'value'");
  });

  it('insert into several tables together or not at all', async () => {
    const both = (name: string, sealed: string | null): Promise<void> =>
      node.sql.insertAll([
        { table: 'scopes', rows: [scope(name)] },
        { table: 'server_secrets', rows: [{ name, sealed }] },
        { table: 'users', rows: [] },
      ]);
    expect(await failure(both('a', null))).toBeInstanceOf(DatabaseError);
    expect(await node.sql.query('SELECT * FROM scopes')).toEqual([]);
    await both('a', '-');
    expect(await node.sql.query('SELECT * FROM scopes')).toHaveLength(1);
  });

  it('tell a duplicate from a wrong statement and from a storage fault', async () => {
    await node.sql.insert('scopes', [scope('a')]);
    const duplicate = await failure(node.sql.insert('scopes', [scope('b')]));
    const wrong = await failure(node.sql.query('SELECT nothing FROM nowhere'));
    const incomplete = await failure(node.sql.insert('server_secrets', [{ name: 'a', sealed: null }]));
    expect([duplicate, wrong, incomplete].map(isDuplicate)).toEqual([true, false, false]);
    expect([duplicate, wrong, incomplete].map(isStorageFault)).toEqual([false, false, false]);
  });

  it('never show a value in an error, nor in anything that hangs on it', async () => {
    const secret = 'sealed-secret-value';
    await node.sql.insert('server_secrets', [{ name: secret, sealed: secret }]);
    const errors = [
      await failure(node.sql.insert('server_secrets', [{ name: secret, sealed: secret }])),
      await failure(node.sql.manager.insert('server_secrets', { name: secret, sealed: secret })),
      await failure(node.sql.query('SELECT * FROM server_secrets WHERE nothing = ?', [secret])),
    ];
    for (const error of errors) {
      expect(error).toBeInstanceOf(DatabaseError);
      const shown = Object.getOwnPropertyNames(error).map((name) => String((error as Record<string, unknown>)[name]));
      expect(shown.join(' ')).not.toContain(secret);
      expect((error as Error).cause).toBeUndefined();
    }
  });

  it('req 87: take values as parameters only, and no names that are none', async () => {
    const injection = "x'; DROP TABLE scopes; --";
    expect(await node.sql.query('SELECT * FROM server_secrets WHERE name = ?', [injection])).toEqual([]);
    const named = node.sql.insert('server_secrets', [{ 'name, sealed) SELECT (1': 1 }]);
    await expect(named).rejects.toThrow('Not a name of a table or column');
  });
});
