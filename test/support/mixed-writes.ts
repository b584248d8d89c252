import { setImmediate as turn } from 'node:timers/promises';
import type { TestNode } from './database.js';

export const insert = (node: TestNode, name: string): Promise<void> =>
  node.sql.insert('server_secrets', [{ name, sealed: '-' }]);

export async function names(node: TestNode): Promise<string[]> {
  const rows = await node.sql.query<{ name: string }>('SELECT name FROM server_secrets ORDER BY name');
  return rows.map(({ name }) => name);
}

/** Many requests at once: transactions that commit, that abort after others wrote, and single writes. */
export async function acknowledgedOf(node: TestNode): Promise<string[]> {
  const acknowledged: string[] = [];
  const acknowledge = async (name: string, write: Promise<void>): Promise<void> => {
    await write;
    acknowledged.push(name);
  };
  const transaction = (name: string, aborts: boolean): Promise<void> =>
    node.transaction.run(async () => {
      await insert(node, `${name}-1`);
      await turn();
      await insert(node, `${name}-2`);
      await turn();
      if (aborts) throw new Error('refused');
    });
  const number = (index: number): string => String(index).padStart(2, '0');
  await Promise.allSettled(
    Array.from({ length: 20 }, (_, index) => [
      acknowledge(`transaction-${number(index)}`, transaction(`transaction-${number(index)}`, index % 2 === 0)),
      turn().then(() => acknowledge(`single-${number(index)}`, insert(node, `single-${number(index)}`))),
    ]).flat(),
  );
  return acknowledged.flatMap((name) => (name.startsWith('transaction') ? [`${name}-1`, `${name}-2`] : [name])).sort();
}
