import Database from 'better-sqlite3';
import { SqliteStatement } from './sqlite-statement.js';

describe('a statement of SQLite', () => {
  const handle = new Database(':memory:');
  const prepare = (sql: string): SqliteStatement => new SqliteStatement(handle.prepare(sql));
  handle.exec('CREATE TABLE things (id INTEGER PRIMARY KEY, name TEXT, flag INTEGER)');
  afterAll(() => handle.close());

  it('tells what it changed, and takes booleans and what is undefined', () => {
    const insert = prepare('INSERT INTO things (name, flag) VALUES (?, ?)');
    expect(insert.run(['one', true])).toEqual({ rows: null, changes: 1, lastId: 1 });
    expect(insert.run([undefined, false])).toEqual({ rows: null, changes: 1, lastId: 2 });
  });

  it('names the values of its rows', () => {
    const { rows } = prepare('SELECT id, name AS called, flag FROM things ORDER BY id').run([]);
    expect(rows).toEqual([
      { id: 1, called: 'one', flag: 1 },
      { id: 2, called: null, flag: 0 },
    ]);
    expect(prepare('SELECT * FROM things WHERE id = ?').run([7]).rows).toEqual([]);
  });

  it('knows the columns that a table has got since it was prepared', () => {
    const all = prepare('SELECT * FROM things WHERE id = ?');
    const some = prepare('SELECT id, name FROM things WHERE id = ?');
    expect(all.run([1]).rows).toEqual([{ id: 1, name: 'one', flag: 1 }]);
    handle.exec("ALTER TABLE things DROP COLUMN flag; ALTER TABLE things ADD COLUMN colour TEXT DEFAULT 'red'");
    expect(all.run([1]).rows).toEqual([{ id: 1, name: 'one', colour: 'red' }]);
    expect(some.run([1]).rows).toEqual([{ id: 1, name: 'one' }]);
  });
});
