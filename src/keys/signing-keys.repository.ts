import { Injectable } from '@nestjs/common';
import { CoalescedRead } from '../database/coalesced-read.js';
import type { RealmRef } from '../database/realm-ref.js';
import { RealmScopedRepository } from '../database/realm-scoped.repository.js';
import { Sql } from '../database/sql.js';
import { placeholders } from '../database/statements.js';
import { idFromBytes, idToBytes } from '../kernel/ids.js';
import type { SigningAlgorithm } from '../kernel/jws.js';
import type { KeyState } from './key.types.js';
import { SigningKeyEntity } from './signing-key.entity.js';

/** What a verifier needs to know anew each time: whether the key is still served. */
export interface PublicKeyRow {
  readonly kid: string;
  readonly alg: SigningAlgorithm;
  readonly state: KeyState;
  readonly servedUntil: number | null;
  /** JSON text. */
  readonly publicJwk: string;
}

const PUBLIC = 'realmId, kid, alg, state, servedUntil, publicJwk';

type Row<T> = T & { realmId: Buffer };
interface InRealm {
  readonly realmId: string;
  readonly name: string;
}

const nameOf = ({ realmId, name }: InRealm): string => `${realmId}/${name}`;

const indexed = <T>(rows: readonly Row<T>[], name: (row: T) => string): Map<string, T> =>
  new Map(rows.map((row) => [nameOf({ realmId: idFromBytes(row.realmId), name: name(row) }), row]));

@Injectable()
export class SigningKeysRepository extends RealmScopedRepository<SigningKeyEntity> {
  private readonly active = new CoalescedRead<InRealm, { kid: string }>((keys) => this.readActive(keys), nameOf);
  private readonly sets = new CoalescedRead<RealmRef, PublicKeyRow[]>(
    (realms) => this.readSets(realms),
    ({ id }) => id,
  );
  private readonly public = new CoalescedRead<InRealm, PublicKeyRow>((keys) => this.readPublic(keys), nameOf);

  constructor(sql: Sql) {
    super(sql, SigningKeyEntity);
  }

  async activeKid(realm: RealmRef, alg: SigningAlgorithm): Promise<string | null> {
    return (await this.active.load({ realmId: realm.id, name: alg }))?.kid ?? null;
  }

  publicKey(realm: RealmRef, kid: string): Promise<PublicKeyRow | null> {
    return this.public.load({ realmId: realm.id, name: kid });
  }

  /** The public part of every key of the realm, by algorithm, the oldest first. */
  async publicKeys(realm: RealmRef): Promise<PublicKeyRow[]> {
    return (await this.sets.load(realm)) ?? [];
  }

  /** Every key of the realm, by algorithm, the oldest first. */
  listAll(realm: RealmRef): Promise<SigningKeyEntity[]> {
    const order = { alg: 'ASC', serial: 'ASC' } as const;
    return this.sql.manager.find(SigningKeyEntity, { where: { realmId: realm.id }, order });
  }

  /** The private part, sealed, and what it has signed so far. */
  async sealedKey(
    realm: RealmRef,
    kid: string,
  ): Promise<{ sealedPrivateKey: string; longestTokenSeconds: number } | null> {
    const statement = 'SELECT sealedPrivateKey, longestTokenSeconds FROM signing_keys WHERE realmId = ? AND kid = ?';
    const [row] = await this.sql.query<{ sealedPrivateKey: string; longestTokenSeconds: number }>(statement, [
      idToBytes(realm.id),
      kid,
    ]);
    return row ?? null;
  }

  /** @throws a duplicate error when another node has made the same serial of that algorithm. */
  async insertAll(realm: RealmRef, rows: readonly SigningKeyEntity[]): Promise<void> {
    const realmId = idToBytes(realm.id);
    await this.sql.insert(
      'signing_keys',
      rows.map((row) => ({ ...row, realmId, publicJwk: JSON.stringify(row.publicJwk) })),
    );
  }

  /** @returns false when the key was not signing any more. */
  async retire(realm: RealmRef, kid: string, now: number, skewSeconds: number): Promise<boolean> {
    const statement =
      "UPDATE signing_keys SET state = 'retired', retiredAt = ?, servedUntil = ? + (longestTokenSeconds + ?) * 1000 " +
      "WHERE realmId = ? AND kid = ? AND state = 'active'";
    return (await this.sql.execute(statement, [now, now, skewSeconds, idToBytes(realm.id), kid])) === 1;
  }

  async activate(realm: RealmRef, alg: SigningAlgorithm, serial: number): Promise<boolean> {
    const statement =
      "UPDATE signing_keys SET state = 'active' WHERE realmId = ? AND alg = ? AND serial = ? AND state = 'next'";
    return (await this.sql.execute(statement, [idToBytes(realm.id), alg, serial])) === 1;
  }

  /**
   * Notes that the key signs a token of that length; a key that was retired a moment ago is served for as long as that
   * token, too.
   */
  async noteLongestToken(realm: RealmRef, kid: string, seconds: number, servedUntil: number): Promise<void> {
    const statement =
      'UPDATE signing_keys SET longestTokenSeconds = ?, ' +
      'servedUntil = CASE WHEN servedUntil < ? THEN ? ELSE servedUntil END ' +
      'WHERE realmId = ? AND kid = ? AND longestTokenSeconds < ?';
    const params = [seconds, servedUntil, servedUntil, idToBytes(realm.id), kid, seconds];
    await this.sql.execute(statement, params);
  }

  async deleteUnserved(realm: RealmRef, now: number): Promise<void> {
    const statement = "DELETE FROM signing_keys WHERE realmId = ? AND state = 'retired' AND servedUntil <= ?";
    await this.sql.execute(statement, [idToBytes(realm.id), now]);
  }

  async deleteAllOf(realm: RealmRef): Promise<void> {
    await this.sql.execute('DELETE FROM signing_keys WHERE realmId = ?', [idToBytes(realm.id)]);
  }

  private async readActive(keys: InRealm[]): Promise<Map<string, { kid: string }>> {
    const statement = `SELECT realmId, alg, kid FROM signing_keys WHERE realmId IN (${placeholders(keys.length)}) AND state = 'active'`;
    const params = keys.map(({ realmId }) => idToBytes(realmId));
    return indexed(await this.sql.query<Row<{ alg: string; kid: string }>>(statement, params), (row) => row.alg);
  }

  private async readPublic(keys: InRealm[]): Promise<Map<string, PublicKeyRow>> {
    const statement =
      `SELECT ${PUBLIC} FROM signing_keys ` +
      `WHERE kid IN (${placeholders(keys.length)}) AND realmId IN (${placeholders(keys.length)})`;
    const params = [...keys.map(({ name }) => name), ...keys.map(({ realmId }) => idToBytes(realmId))];
    return indexed(await this.sql.query<Row<PublicKeyRow>>(statement, params), (row) => row.kid);
  }

  private async readSets(realms: RealmRef[]): Promise<Map<string, PublicKeyRow[]>> {
    const statement = `SELECT ${PUBLIC} FROM signing_keys WHERE realmId IN (${placeholders(realms.length)}) ORDER BY alg, serial`;
    const params = realms.map(({ id }) => idToBytes(id));
    const sets = new Map<string, PublicKeyRow[]>();
    for (const row of await this.sql.query<Row<PublicKeyRow>>(statement, params)) {
      const realmId = idFromBytes(row.realmId);
      sets.set(realmId, [...(sets.get(realmId) ?? []), row]);
    }
    return sets;
  }
}
