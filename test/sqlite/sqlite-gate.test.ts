import { setImmediate as turn } from 'node:timers/promises';
import { DataSource } from 'typeorm';
import type { SqliteDatabase } from '../../src/database/sqlite/sqlite.database.js';
import { SqliteGate } from '../../src/database/sqlite/sqlite-gate.js';
import { openTestDatabase, type TestNode } from '../support/database.js';
import { acknowledgedOf, names } from '../support/mixed-writes.js';

/** A gate that is always open: what the server would be without one. */
class NoGate extends SqliteGate {
  override pass<T>(_caller: object | null, statement: () => T): T {
    return statement();
  }
  override enter(): void {}
  override leave(): void {}
}

describe('requests that share the one connection', () => {
  let node: TestNode;
  beforeEach(async () => {
    node = await openTestDatabase();
  });
  afterEach(() => node.close());

  it('refuse a statement that would wait for its own transaction', async () => {
    const stray = node.transaction.run(() => node.database.query('SELECT 1'));
    await expect(stray).rejects.toThrow('A statement left its transaction');
  });

  it('lose acknowledged writes without the gate', async () => {
    Object.assign((node.database as SqliteDatabase).driver, { gate: new NoGate() });
    const acknowledged = await acknowledgedOf(node);
    const kept = await names(node);
    expect(acknowledged.filter((name) => !kept.includes(name))).not.toEqual([]);
  });

  it('lose acknowledged writes on a data source as TypeORM makes it', async () => {
    const plain = await new DataSource({ type: 'better-sqlite3', database: ':memory:' }).initialize();
    await plain.query('CREATE TABLE notes (text varchar(10))');
    const aborting = plain.transaction(async (manager) => {
      await turn();
      await turn();
      await manager.query("INSERT INTO notes VALUES ('aborted')");
      throw new Error('refused');
    });
    await turn();
    await plain.query("INSERT INTO notes VALUES ('kept')");
    await expect(aborting).rejects.toThrow('refused');
    expect(await plain.query('SELECT * FROM notes')).toEqual([]);
    await plain.destroy();
  });
});

describe('the gate', () => {
  it('lets statements pass at once while no transaction is open', () => {
    expect(new SqliteGate().pass(null, () => 'passed')).toBe('passed');
  });

  it('lets in who came first, and the owner of the transaction at any time', async () => {
    const gate = new SqliteGate();
    const order: string[] = [];
    const [first, second] = [{}, {}];
    await gate.enter(first);
    const waiting: unknown[] = [
      gate.pass(null, () => order.push('statement 1')),
      Promise.resolve(gate.enter(second)).then(() => order.push('transaction')),
      gate.pass(null, () => order.push('statement 2')),
    ];
    await gate.pass(first, () => order.push('own statement'));
    gate.leave(first);
    await turn();
    expect(order).toEqual(['own statement', 'statement 1', 'transaction']);
    gate.leave(second);
    await Promise.all(waiting);
    expect(order.at(-1)).toBe('statement 2');
  });

  it('is left by its owner alone', async () => {
    const gate = new SqliteGate();
    const owner = {};
    await gate.enter(owner);
    gate.leave({});
    const waiting = gate.pass(null, () => 'passed');
    expect(waiting).toBeInstanceOf(Promise);
    gate.leave(owner);
    expect(await waiting).toBe('passed');
  });
});
