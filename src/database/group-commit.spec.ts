import { setsOf, type TableRow } from './group-commit.js';

const row = (table: string, row: TableRow['row']): TableRow => ({ table, row });

describe('the sets of rows that are inserted together', () => {
  it('hold the rows of one table with the same columns, in their order', () => {
    const sets = setsOf([row('a', { x: 1, y: 2 }), row('b', { x: 3, y: 4 }), row('a', { x: 5, y: 6 })]);
    expect(sets).toMatchObject([
      {
        table: 'a',
        rows: [
          { x: 1, y: 2 },
          { x: 5, y: 6 },
        ],
      },
      { table: 'b', rows: [{ x: 3, y: 4 }] },
    ]);
  });

  it('are others for a row with fewer columns, with more, and with others', () => {
    const rows = [{ x: 1, y: 2 }, { x: 1 }, { x: 1, y: 2, z: 3 }, { x: 1, z: 2 }, { y: 2, x: 1 }];
    expect(setsOf(rows.map((columns) => row('a', columns))).map((set) => set.rows)).toEqual(rows.map((one) => [one]));
  });

  it('are none of no row', () => {
    expect(setsOf([])).toEqual([]);
  });
});
