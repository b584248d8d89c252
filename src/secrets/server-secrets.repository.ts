import { Injectable } from '@nestjs/common';
import { Sql } from '../database/sql.js';

export interface ServerSecretRow {
  readonly name: string;
  readonly sealed: string;
}

/** The one table without a realm: these secrets are the server's own. */
@Injectable()
export class ServerSecretsRepository {
  constructor(private readonly sql: Sql) {}

  async find(name: string): Promise<ServerSecretRow | null> {
    const rows = await this.sql.query<ServerSecretRow>('SELECT name, sealed FROM server_secrets WHERE name = ?', [
      name,
    ]);
    return rows[0] ?? null;
  }

  /** @throws a duplicate error when another node was first. */
  insert(row: ServerSecretRow): Promise<void> {
    return this.sql.insert('server_secrets', [{ ...row }]);
  }

  /** @returns false when the row no longer holds what was read: another node has sealed it anew. */
  async replace(row: ServerSecretRow, sealed: string): Promise<boolean> {
    const statement = 'UPDATE server_secrets SET sealed = ? WHERE name = ? AND sealed = ?';
    return (await this.sql.execute(statement, [sealed, row.name, row.sealed])) === 1;
  }
}
