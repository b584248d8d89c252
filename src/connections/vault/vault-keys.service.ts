import { Injectable } from '@nestjs/common';
import type { RealmRef } from '../../database/realm-ref.js';
import { isDuplicate } from '../../database/storage-fault.js';
import { Transaction } from '../../database/transaction.js';
import { BoundedMap } from '../../kernel/bounded-map.js';
import { Clock } from '../../kernel/clock.js';
import { Ids } from '../../kernel/ids.js';
import { Random } from '../../kernel/random.js';
import type { SealingKey } from '../../kernel/seal.js';
import { RealmDataKeys } from '../../realms/realm-data-keys.js';
import { type SealedVaultKey, VaultKeysRepository } from './vault-keys.repository.js';
import type { VaultKey } from './vault.types.js';

const KEY_BYTES = 32;
const KID_BYTES = 6;
const OPENED = 1024;

/** The data keys of a realm's vault: one that seals, and those before it, which still open what they sealed. */
@Injectable()
export class VaultKeys {
  /** By realm and kid: which key bears a name never changes. */
  private readonly opened = new BoundedMap<string, SealingKey>(OPENED);

  constructor(
    private readonly rows: VaultKeysRepository,
    private readonly realmKeys: RealmDataKeys,
    private readonly transaction: Transaction,
    private readonly clock: Clock,
    private readonly ids: Ids,
    private readonly random: Random,
  ) {}

  /** The one that seals, as the database has it now; made at its first use. */
  async active(realm: RealmRef): Promise<SealingKey> {
    const row = (await this.rows.findActive(realm)) ?? (await this.first(realm));
    return this.open(realm, row);
  }

  /** Null for a name that the realm knows no key by. */
  async byKid(realm: RealmRef, kid: string): Promise<SealingKey | null> {
    const known = this.opened.get(placeOf(realm, kid));
    if (known) return known;
    const row = await this.rows.find(realm, kid);
    return row && this.open(realm, row);
  }

  /** The oldest first. */
  list(realm: RealmRef): Promise<VaultKey[]> {
    return this.rows.all(realm);
  }

  /** A new key seals from now on. What the others sealed is sealed anew when it is written, or by `VaultRotation`. */
  rotate(realm: RealmRef): Promise<void> {
    return this.transaction.run(async () => {
      await this.rows.retireActive(realm, this.clock.now());
      await this.add(realm);
    });
  }

  /** Realms whose active key was made before a moment. */
  realmsWithKeysBefore(at: number, limit: number): Promise<RealmRef[]> {
    return this.rows.realmsWithKeysBefore(at, limit);
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

  private async first(realm: RealmRef): Promise<SealedVaultKey> {
    try {
      return await this.add(realm);
    } catch (error) {
      const winner = isDuplicate(error) ? await this.rows.findActive(realm) : null;
      if (winner) return winner;
      throw error;
    }
  }

  private async add(realm: RealmRef): Promise<SealedVaultKey> {
    const kid = this.random.bytes(KID_BYTES).toString('hex');
    const sealer = await this.realmKeys.sealerOf(realm);
    const sealedKey = sealer.seal(this.random.bytes(KEY_BYTES), placeOf(realm, kid));
    await this.rows.add(realm, { id: this.ids.next(), kid, sealedKey }, this.clock.now());
    return { kid, sealedKey };
  }

  private async open(realm: RealmRef, { kid, sealedKey }: SealedVaultKey): Promise<SealingKey> {
    const known = this.opened.get(placeOf(realm, kid));
    if (known) return known;
    const sealer = await this.realmKeys.sealerOf(realm);
    const key = { kid, key: sealer.open(sealedKey, placeOf(realm, kid)) };
    this.opened.set(placeOf(realm, kid), key);
    return key;
  }
}

const placeOf = (realm: RealmRef, kid: string): string => `vault key ${kid} of realm ${realm.id}`;
