import { Injectable } from '@nestjs/common';
import type { RealmRef } from '../../database/realm-ref.js';
import { isDuplicate } from '../../database/storage-fault.js';
import { Transaction } from '../../database/transaction.js';
import { Clock } from '../../kernel/clock.js';
import type { SealingKey } from '../../kernel/seal.js';
import { VaultKeyMaker } from './vault-key-maker.js';
import { VaultKeyUses } from './vault-key-uses.js';
import { type ActiveKey, type SealedVaultKey, VaultKeysRepository } from './vault-keys.repository.js';
import type { VaultKey } from './vault.types.js';

/** The data keys of a realm's vault: one that seals, and those before it, which still open what they sealed. */
@Injectable()
export class VaultKeys {
  constructor(
    private readonly rows: VaultKeysRepository,
    private readonly maker: VaultKeyMaker,
    private readonly uses: VaultKeyUses,
    private readonly transaction: Transaction,
    private readonly clock: Clock,
  ) {}

  /**
   * The one that seals, as the database has it now; made at its first use, and replaced once it has sealed as much as it
   * may. Whoever sees no other key than one that is used up, as a transaction that began earlier does, seals with that.
   *
   * @param count values that are about to be sealed
   */
  async toSeal(realm: RealmRef, count: number): Promise<SealingKey> {
    const row = await this.active(realm);
    if (await this.uses.take(realm, row.kid, count)) return this.maker.open(realm, row);
    await this.replace(realm, row.kid);
    const next = await this.active(realm);
    if (next.kid !== row.kid) await this.uses.take(realm, next.kid, count);
    return this.maker.open(realm, next);
  }

  /** Name of the one that seals. */
  async activeKid(realm: RealmRef): Promise<string> {
    return (await this.active(realm)).kid;
  }

  /** Null for a name that the realm knows no key by. */
  async byKid(realm: RealmRef, kid: string): Promise<SealingKey | null> {
    const known = this.maker.known(realm, kid);
    if (known) return known;
    const row = await this.rows.find(realm, kid);
    return row && this.maker.open(realm, row);
  }

  /** The oldest first. */
  list(realm: RealmRef): Promise<VaultKey[]> {
    return this.rows.all(realm);
  }

  /** A new key seals from now on. What the others sealed is sealed anew when it is written, or by `VaultRotation`. */
  async rotate(realm: RealmRef): Promise<void> {
    await this.replace(realm, await this.activeKid(realm));
  }

  /** Those that seal, of whichever realm, and were made before a moment. */
  activeBefore(at: number, limit: number): Promise<ActiveKey[]> {
    return this.rows.activeBefore(at, limit);
  }

  /** A new key takes the place of that one: once, however many nodes have seen that it is old or used up. */
  replace(realm: RealmRef, kid: string): Promise<void> {
    return this.transaction.run(async () => {
      if (await this.rows.retire(realm, kid, this.clock.now())) await this.maker.make(realm);
    });
  }

  /** Realms with a key that may have sealed what is still to be sealed anew. */
  realmsToDrain(limit: number): Promise<RealmRef[]> {
    return this.rows.realmsToDrain(limit);
  }

  /** Of keys that were retired before a moment: whoever used one then has long written what it sealed. */
  markDrained(realm: RealmRef, retiredBefore: number): Promise<void> {
    return this.rows.markDrained(realm, retiredBefore);
  }

  /** Without its keys nothing that a vault has sealed can ever be opened again. */
  deleteAllOf(realm: RealmRef): Promise<void> {
    return this.rows.deleteAllOf(realm);
  }

  private async active(realm: RealmRef): Promise<SealedVaultKey> {
    return (await this.rows.findActive(realm)) ?? this.first(realm);
  }

  private async first(realm: RealmRef): Promise<SealedVaultKey> {
    try {
      return await this.maker.make(realm);
    } catch (error) {
      const winner = isDuplicate(error) ? await this.rows.findActive(realm) : null;
      if (winner) return winner;
      throw error;
    }
  }
}
