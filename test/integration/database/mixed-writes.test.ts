import { setImmediate as turn } from 'node:timers/promises';
import { openTestDatabase, type TestNode } from '../../support/database.js';
import { acknowledgedOf, names } from '../../support/mixed-writes.js';

describe('20 transactions and 20 writes at once, half of the transactions aborting', () => {
  let node: TestNode;
  beforeEach(async () => {
    node = await openTestDatabase();
  });
  afterEach(() => node.close());

  it('keep every acknowledged write and nothing else', async () => {
    const acknowledged = await acknowledgedOf(node);
    expect(acknowledged).toHaveLength(40);
    expect(await names(node)).toEqual(acknowledged);
  });

  it('do so through entity managers as well', async () => {
    const { manager } = node.sql;
    const aborting = node.transaction.run(async () => {
      await node.sql.manager.insert('server_secrets', { name: 'aborted', sealed: '-' });
      await turn();
      await turn();
      throw new Error('refused');
    });
    await turn();
    const acknowledged = manager.insert('server_secrets', { name: 'acknowledged', sealed: '-' });
    await expect(aborting).rejects.toThrow('refused');
    await acknowledged;
    expect(await names(node)).toEqual(['acknowledged']);
  });
});
