import { Injectable } from '@nestjs/common';
import { CoalescedRead, distinct } from '../database/coalesced-read.js';
import type { RealmRef } from '../database/realm-ref.js';
import { Sql } from '../database/sql.js';
import { hex, hexOrNull, placeholders, type Statements } from '../database/statements.js';
import { idFromBytes, idFromHex, idTime, idToBytes } from '../kernel/ids.js';
import { GRANT_COLUMNS } from './grant.mapper.js';
import { fromTokenRow, type FoundTokenRow } from './token.mapper.js';
import type { FoundToken, TokenKind } from './token.types.js';

interface HandleKey {
  readonly realmId: string;
  readonly kind: TokenKind;
  readonly hash: Buffer;
}

/** That of a refresh token. Times are UTC milliseconds. */
export interface TokenUse {
  readonly at: number;
  /** When the generation began that it led to. */
  readonly began: number;
}

const COLUMNS = [
  ...['hash', 'realmId', 'clientId'].map((name) => hex(`t.${name}`, name)),
  hexOrNull('t.grantId', 'grantId'),
  ...['kind', 'scope', 'audience', 'generation', 'issuedAt', 'expiresAt', 'consumedAt'].map(
    (name) => `t.${name} AS ${name}`,
  ),
].join(', ');

const nameOf = ({ realmId, kind, hash }: HandleKey): string =>
  `${realmId}/${kind}/${hash.toString('hex').toUpperCase()}`;

const nameOfRow = ({ realmId, kind, hash }: FoundTokenRow): string => `${idFromHex(realmId)}/${kind}/${hash}`;

/** Handles that were issued. Hot statements name the primary key first and the realm beside it. */
@Injectable()
export class TokensRepository {
  private readonly byHash = new CoalescedRead<HandleKey, FoundToken>((keys) => this.readMany(keys), nameOf);

  constructor(private readonly sql: Sql) {}

  /** Consumed and expired ones too, whatever has become of their grants. */
  find(realm: RealmRef, kind: TokenKind, hash: Buffer): Promise<FoundToken | null> {
    return this.byHash.load({ realmId: realm.id, kind, hash });
  }

  /** The use of a refresh token; null for one that was not used. */
  async findUse(realm: RealmRef, hash: Buffer): Promise<TokenUse | null> {
    const statement =
      "SELECT consumedAt, claim FROM tokens WHERE hash = ? AND realmId = ? AND kind = 'refresh' AND claim IS NOT NULL";
    const [row] = await this.sql.query<{ consumedAt: number; claim: Buffer }>(statement, [hash, idToBytes(realm.id)]);
    return row ? { at: Number(row.consumedAt), began: idTime(idFromBytes(row.claim)) } : null;
  }

  /** Ends one handle. @returns whether this call did it. */
  async consume(realm: RealmRef, kind: TokenKind, hash: Buffer, at: number): Promise<boolean> {
    const statement =
      'UPDATE tokens SET consumedAt = ? WHERE hash = ? AND realmId = ? AND kind = ? AND consumedAt IS NULL';
    return (await this.sql.execute(statement, [at, hash, idToBytes(realm.id), kind])) === 1;
  }

  /**
   * Uses up a code that has not expired. It is kept beyond its minute, so that another use of it is noticed for as long as
   * what came of the first one lives.
   *
   * @returns whether this call did it.
   */
  async claimCode(realm: RealmRef, hash: Buffer, keptUntil: number, at: number): Promise<boolean> {
    const statement =
      "UPDATE tokens SET consumedAt = ?, expiresAt = ? WHERE hash = ? AND realmId = ? AND kind = 'code' AND consumedAt IS NULL AND expiresAt > ?";
    return (await this.sql.execute(statement, [at, keptUntil, hash, idToBytes(realm.id), at])) === 1;
  }

  /**
   * Uses up refresh tokens of the realms given, all in one conditional statement: each has one winner, whoever tries.
   *
   * @param within the transaction in which the successors are inserted.
   * @param claim the name of this attempt, 16 bytes that no other attempt has: of a UUIDv7 whose time is that at which the
   * generation of the successors begins.
   * @returns the hashes that this call used up; the others were used, had expired, or are not of these realms.
   */
  async claimRefresh(
    within: Statements,
    realms: readonly RealmRef[],
    hashes: readonly Buffer[],
    claim: Buffer,
    at: number,
  ): Promise<Buffer[]> {
    const { condition, parameters } = amongst(realms, hashes);
    const claimed = await within.change(
      `UPDATE tokens SET consumedAt = ?, claim = ? WHERE ${condition} AND kind = 'refresh' AND consumedAt IS NULL AND expiresAt > ?`,
      [at, claim, ...parameters, at],
    );
    if (claimed === hashes.length || claimed === 0) return claimed === 0 ? [] : [...hashes];
    const won = await within.rows<{ hash: Buffer }>(`SELECT hash FROM tokens WHERE ${condition} AND claim = ?`, [
      ...parameters,
      claim,
    ]);
    return won.map(({ hash }) => hash);
  }

  async deleteAllOf(realm: RealmRef): Promise<void> {
    await this.sql.execute('DELETE FROM tokens WHERE realmId = ?', [idToBytes(realm.id)]);
  }

  private async readMany(keys: readonly HandleKey[]): Promise<Map<string, FoundToken>> {
    const realmIds = distinct(keys.map(({ realmId }) => realmId));
    const rows = await this.sql.query<FoundTokenRow>(
      `SELECT ${COLUMNS}, ${GRANT_COLUMNS} FROM tokens t LEFT JOIN grants g ON g.id = t.grantId AND g.realmId = t.realmId ` +
        `WHERE t.hash IN (${placeholders(keys.length)}) AND t.realmId IN (${placeholders(realmIds.length)})`,
      [...keys.map(({ hash }) => hash), ...realmIds.map(idToBytes)],
    );
    return new Map(rows.map((row) => [nameOfRow(row), fromTokenRow(row)]));
  }
}

function amongst(realms: readonly RealmRef[], hashes: readonly Buffer[]): { condition: string; parameters: Buffer[] } {
  const realmIds = [...new Set(realms.map(({ id }) => id))].sort();
  return {
    condition: `hash IN (${placeholders(hashes.length)}) AND realmId IN (${placeholders(realmIds.length)})`,
    parameters: [...[...hashes].sort(Buffer.compare), ...realmIds.map(idToBytes)],
  };
}
