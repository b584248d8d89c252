import type { QueryRunner } from 'typeorm';

/** A column in the words of each engine. */
interface ColumnType {
  readonly mysql: string;
  readonly sqlite: string;
}

interface PortableColumn {
  readonly type: ColumnType;
  readonly nullable: boolean;
}

/** A table as MySQL, MariaDB and SQLite can all have it. */
export interface PortableTable {
  readonly name: string;
  readonly columns: Readonly<Record<string, PortableColumn>>;
  readonly primaryKey: readonly string[];
  readonly unique?: readonly (readonly string[])[];
  readonly indices?: readonly (readonly string[])[];
  /** SQLite keeps the rows in the primary key itself, as InnoDB always does. */
  readonly withoutRowid?: boolean;
}

const column = (mysql: string, sqlite = mysql): PortableColumn => ({ type: { mysql, sqlite }, nullable: false });

export const id = column('binary(16)', 'blob(16)');
export const hash = column('binary(32)', 'blob(32)');
export const time = column('bigint');
export const count = column('int', 'integer');
export const flag = column('tinyint', 'boolean');
export const longText = column('text');
export const text = (length: number): PortableColumn => column(`varchar(${length})`);
export const orNull = ({ type }: PortableColumn): PortableColumn => ({ type, nullable: true });

/** Deliveries of one kind that were not taken yet: what they say, and to whom, stands in columns of their own. */
export const outboxTable = (
  name: string,
  columns: PortableTable['columns'],
  indices: PortableTable['indices'] = [],
): PortableTable => ({
  name,
  columns: { id, realmId: id, ...columns, failures: count, nextAttemptAt: time, createdAt: time },
  primaryKey: ['id'],
  indices: [['realmId'], ['nextAttemptAt'], ...indices],
});

/** Creates the table with its indices unless it is there: a start that was cut short is taken up where it ended. */
export async function createTable(runner: QueryRunner, table: PortableTable): Promise<void> {
  const statements = isSqlite(runner) ? sqliteStatements(runner, table) : [mysqlStatement(runner, table)];
  for (const statement of statements) await runner.query(statement);
}

export const dropTable = (runner: QueryRunner, name: string): Promise<unknown> =>
  runner.query(`DROP TABLE IF EXISTS ${name}`);

const isSqlite = (runner: QueryRunner): boolean => runner.dataSource.driver.options.type === 'better-sqlite3';

interface Index {
  readonly name: string;
  readonly columns: string;
  readonly unique: string;
}

/** Under the names that TypeORM gives them, so that it finds nothing to mend. */
function indicesOf(runner: QueryRunner, { name, unique = [], indices = [] }: PortableTable): Index[] {
  const index = (columns: readonly string[], kind: string): Index => ({
    name: runner.dataSource.namingStrategy.indexName(name, [...columns]),
    columns: columns.join(', '),
    unique: kind,
  });
  return [...unique.map((columns) => index(columns, 'UNIQUE ')), ...indices.map((columns) => index(columns, ''))];
}

const columnLines = (table: PortableTable, engine: keyof ColumnType): string[] =>
  Object.entries(table.columns).map(
    ([name, { type, nullable }]) => `${name} ${type[engine]}${nullable ? '' : ' NOT NULL'}`,
  );

const primaryKey = (table: PortableTable): string => `PRIMARY KEY (${table.primaryKey.join(', ')})`;

function mysqlStatement(runner: QueryRunner, table: PortableTable): string {
  const indices = indicesOf(runner, table).map(({ name, columns, unique }) => `${unique}INDEX ${name} (${columns})`);
  const lines = [...columnLines(table, 'mysql'), primaryKey(table), ...indices];
  const options = 'ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin';
  return `CREATE TABLE IF NOT EXISTS ${table.name} (${lines.join(', ')}) ${options}`;
}

function sqliteStatements(runner: QueryRunner, table: PortableTable): string[] {
  const lines = [...columnLines(table, 'sqlite'), primaryKey(table)];
  const options = table.withoutRowid ? ' WITHOUT ROWID' : '';
  return [
    `CREATE TABLE IF NOT EXISTS ${table.name} (${lines.join(', ')})${options}`,
    ...indicesOf(runner, table).map(
      ({ name, columns, unique }) => `CREATE ${unique}INDEX IF NOT EXISTS ${name} ON ${table.name} (${columns})`,
    ),
  ];
}
