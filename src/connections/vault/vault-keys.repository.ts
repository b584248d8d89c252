import { Injectable } from '@nestjs/common';
import { LessThan } from 'typeorm';
import type { RealmRef } from '../../database/realm-ref.js';
import { RealmScopedRepository } from '../../database/realm-scoped.repository.js';
import { Sql } from '../../database/sql.js';
import { idFromBytes, idToBytes } from '../../kernel/ids.js';
import { VaultKeyEntity } from './vault-key.entity.js';
import type { VaultKey, VaultKeyState } from './vault.types.js';

export interface SealedVaultKey {
  readonly kid: string;
  readonly sealedKey: string;
}

/** The key that seals in the vault of a realm, as somebody saw it. */
export interface ActiveKey {
  readonly realm: RealmRef;
  readonly kid: string;
}

/** The data keys of vaults, each sealed by its realm's own key. */
@Injectable()
export class VaultKeysRepository extends RealmScopedRepository<VaultKeyEntity> {
  constructor(sql: Sql) {
    super(sql, VaultKeyEntity);
  }

  async findActive(realm: RealmRef): Promise<SealedVaultKey | null> {
    const statement = 'SELECT kid, sealedKey FROM connection_keys WHERE realmId = ? AND active = 1';
    const [row] = await this.sql.query<SealedVaultKey>(statement, [idToBytes(realm.id)]);
    return row ?? null;
  }

  async find(realm: RealmRef, kid: string): Promise<SealedVaultKey | null> {
    const statement = 'SELECT kid, sealedKey FROM connection_keys WHERE realmId = ? AND kid = ?';
    const [row] = await this.sql.query<SealedVaultKey>(statement, [idToBytes(realm.id), kid]);
    return row ?? null;
  }

  /** The oldest first. */
  async all(realm: RealmRef): Promise<VaultKey[]> {
    const rows = await this.findAll(realm);
    const keys = rows.map(({ kid, state, createdAt, retiredAt }) => ({ kid, state, createdAt, retiredAt }));
    return keys
      .map((key) => ({ ...key, state: key.state as VaultKeyState }))
      .sort((one, other) => one.createdAt - other.createdAt);
  }

  /** As the active one. @throws DatabaseError for a duplicate while the realm has one. */
  async add(realm: RealmRef, key: SealedVaultKey & { readonly id: string }, at: number): Promise<void> {
    await this.insert(realm, { ...key, state: 'active', active: 1, uses: 0, createdAt: at, retiredAt: null });
  }

  /** Uses of the active key that others will not have. @returns false when it is not active, or would be used more than it may. */
  async reserve(realm: RealmRef, kid: string, count: number, most: number): Promise<boolean> {
    const statement =
      'UPDATE connection_keys SET uses = uses + ? WHERE realmId = ? AND kid = ? AND active = 1 AND uses + ? <= ?';
    return (await this.sql.execute(statement, [count, idToBytes(realm.id), kid, count, most])) === 1;
  }

  /** From now on it only opens. @returns false when it is not the active one. */
  async retire(realm: RealmRef, kid: string, at: number): Promise<boolean> {
    const retired = { state: 'decrypt_only', active: null, retiredAt: at };
    return (await this.update(realm, { kid, active: 1 }, retired)) === 1;
  }

  /** Active keys of whichever realm that were made before a moment. */
  async activeBefore(at: number, limit: number): Promise<ActiveKey[]> {
    const statement =
      'SELECT r.id, r.name, k.kid FROM connection_keys k JOIN realms r ON r.id = k.realmId WHERE k.active = 1 AND k.createdAt < ? LIMIT ?';
    const rows = await this.sql.query<{ id: Buffer; name: string; kid: string }>(statement, [at, limit]);
    return rows.map(({ id, name, kid }) => ({ realm: { id: idFromBytes(id), name }, kid }));
  }

  /** Realms with a key that was retired and is not known to be drained. */
  async realmsToDrain(limit: number): Promise<RealmRef[]> {
    const statement =
      "SELECT DISTINCT r.id, r.name FROM connection_keys k JOIN realms r ON r.id = k.realmId WHERE k.state = 'decrypt_only' LIMIT ?";
    const rows = await this.sql.query<{ id: Buffer; name: string }>(statement, [limit]);
    return rows.map(({ id, name }) => ({ id: idFromBytes(id), name }));
  }

  async markDrained(realm: RealmRef, retiredBefore: number): Promise<void> {
    const drained = { state: 'decrypt_only', retiredAt: LessThan(retiredBefore) };
    await this.update(realm, drained, { state: 'drained' });
  }

  async deleteAllOf(realm: RealmRef): Promise<void> {
    await this.delete(realm, {});
  }
}
