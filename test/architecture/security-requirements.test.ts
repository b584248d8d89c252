import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const ROW = /^\| (\d+) +\| .+ \| (tested|browser flows|extensions) +\|$/gm;
const TITLE = /\bit(?:\.each\([^]*?\))?\(\s*['"`]req ([\d, ]+):/g;

const numbersOf = (list: string): number[] => list.split(',').map(Number);

/** The numbers that the titles of tests name: `req 57: ...` or `req 56, 57: ...`. */
function provenNumbers(folder: string): number[] {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  const tests = files.filter((file) => /\.(spec|test)\.ts$/.test(file));
  return tests.flatMap((file) =>
    [...readFileSync(join(folder, file), 'utf8').matchAll(TITLE)].flatMap(([, list]) => numbersOf(list!)),
  );
}

describe('docs/security.md', () => {
  const rows = [...readFileSync('docs/security.md', 'utf8').matchAll(ROW)].map(([, number, state]) => ({
    number: Number(number),
    state,
  }));
  const proven = new Set([...provenNumbers('src'), ...provenNumbers('test')]);

  it('lists the requirements 1 to 90 in order', () => {
    expect(rows.map((row) => row.number)).toEqual(Array.from({ length: 90 }, (_, index) => index + 1));
  });

  it('calls a requirement tested only when a test bears its number', () => {
    const unproven = rows.filter((row) => row.state === 'tested' && !proven.has(row.number));
    expect(unproven.map((row) => row.number)).toEqual([]);
  });
});
