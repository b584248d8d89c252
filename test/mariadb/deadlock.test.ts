import { setImmediate as turn } from 'node:timers/promises';
import { openTestDatabase, type TestNode } from '../support/database.js';

describe('crossed transactions', () => {
  let node: TestNode;
  beforeAll(async () => {
    node = await openTestDatabase();
  });
  afterAll(() => node.close());

  it('retries a true deadlock until both sides have committed', async () => {
    await node.sql.insert(
      'server_secrets',
      ['x', 'y'].map((name) => ({ name, sealed: '0' })),
    );
    const crossed = (first: string, second: string) => async (): Promise<void> => {
      const add = "UPDATE server_secrets SET sealed = CONCAT(sealed, '1') WHERE name = ?";
      await node.sql.execute(add, [first]);
      await turn();
      await node.sql.execute(add, [second]);
    };
    const rounds = Array.from({ length: 20 }, (_, index) => (index % 2 ? crossed('x', 'y') : crossed('y', 'x')));
    await Promise.all(rounds.map((work) => node.transaction.run(work)));
    const rows = await node.sql.query<{ sealed: string }>('SELECT sealed FROM server_secrets');
    expect(rows.map(({ sealed }) => sealed.length)).toEqual([21, 21]);
  });
});
