import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const SOURCES = join(import.meta.dirname, '../../src');

/** `Transaction.runWith` does not find statements out that leave their transaction: the fewer use it, the better. */
const HELD_BY_HAND = ['database/batched-work.ts', 'database/transaction.ts'];

it('transactions that nothing follows are those of batched work alone', () => {
  const callers = readdirSync(SOURCES, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.spec.ts'))
    .filter((file) => readFileSync(join(SOURCES, file), 'utf8').includes('.runWith('));
  expect(callers.sort()).toEqual(HELD_BY_HAND);
});
