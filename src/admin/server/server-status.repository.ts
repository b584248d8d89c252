import { Injectable } from '@nestjs/common';
import { Sql } from '../../database/sql.js';

export interface Counts {
  readonly realms: number;
  readonly clients: number;
  readonly users: number;
}

/** What an operator asks about the whole server; the one reader that looks at no realm in particular. */
@Injectable()
export class ServerStatusRepository {
  constructor(private readonly sql: Sql) {}

  async counts(): Promise<Counts> {
    const [row] = await this.sql.query<Counts>(
      'SELECT (SELECT COUNT(*) FROM realms) AS realms, (SELECT COUNT(*) FROM clients) AS clients, ' +
        '(SELECT COUNT(*) FROM users) AS users',
    );
    return { realms: Number(row?.realms), clients: Number(row?.clients), users: Number(row?.users) };
  }

  /** Name and version of the engine, in its own words. */
  async engine(): Promise<string> {
    const isSqlite = this.sql.manager.connection.options.type === 'better-sqlite3';
    const [row] = await this.sql.query<{ version: string }>(
      isSqlite ? 'SELECT sqlite_version() AS version' : 'SELECT VERSION() AS version',
    );
    const version = String(row?.version);
    if (isSqlite) return `SQLite ${version}`;
    return version.includes('MariaDB') ? `MariaDB ${version}` : `MySQL ${version}`;
  }
}
