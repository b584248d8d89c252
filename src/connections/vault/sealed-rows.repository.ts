import { Injectable } from '@nestjs/common';
import type { RealmRef } from '../../database/realm-ref.js';
import { Sql } from '../../database/sql.js';
import { idFromBytes, idToBytes } from '../../kernel/ids.js';
import type { SealedColumns } from './vault.types.js';

/** One row with what is sealed in it, by column; null where there is nothing. */
export interface SealedRow {
  readonly id: string;
  readonly values: Readonly<Record<string, string | null>>;
}

/** Sealed values, wherever they lie, for who seals them anew. Names of tables and columns come from the source alone. */
@Injectable()
export class SealedRowsRepository {
  constructor(private readonly sql: Sql) {}

  /** In the order of ids, those that follow one and hold a value that does not begin so. */
  async next(
    realm: RealmRef,
    { table, idColumn, columns }: SealedColumns,
    beginning: string,
    page: { readonly after: string | null; readonly limit: number },
  ): Promise<SealedRow[]> {
    const others = columns.map((column) => `${column} NOT LIKE ?`).join(' OR ');
    const statement = `SELECT ${idColumn} AS id, ${columns.join(', ')} FROM ${table} WHERE realmId = ? AND ${idColumn} > ? AND (${others}) ORDER BY ${idColumn} LIMIT ?`;
    const place = page.after === null ? Buffer.alloc(0) : idToBytes(page.after);
    const parameters = [idToBytes(realm.id), place, ...columns.map(() => `${beginning}%`), page.limit];
    const rows = await this.sql.query<{ id: Buffer } & Record<string, string | null>>(statement, parameters);
    return rows.map(({ id, ...values }) => ({ id: idFromBytes(id), values }));
  }

  /** Nothing when the value was written anew meanwhile. */
  async replace(
    realm: RealmRef,
    { table, idColumn }: SealedColumns,
    value: { readonly id: string; readonly column: string; readonly sealed: string; readonly anew: string },
  ): Promise<boolean> {
    const { id, column, sealed, anew } = value;
    const statement = `UPDATE ${table} SET ${column} = ? WHERE ${idColumn} = ? AND realmId = ? AND ${column} = ?`;
    return (await this.sql.execute(statement, [anew, idToBytes(id), idToBytes(realm.id), sealed])) === 1;
  }
}
