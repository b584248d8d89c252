import { Injectable } from '@nestjs/common';
import type { RealmRef } from '../../database/realm-ref.js';
import { BoundedMap } from '../../kernel/bounded-map.js';
import { Clock } from '../../kernel/clock.js';
import { Ids } from '../../kernel/ids.js';
import { Random } from '../../kernel/random.js';
import type { SealingKey } from '../../kernel/seal.js';
import { RealmDataKeys } from '../../realms/realm-data-keys.js';
import { type SealedVaultKey, VaultKeysRepository } from './vault-keys.repository.js';

const KEY_BYTES = 32;
const KID_BYTES = 6;
const OPENED = 1024;

/** Makes the data keys of vaults, sealed by the key of their realm, and opens them. */
@Injectable()
export class VaultKeyMaker {
  /** By realm and kid: which key bears a name never changes. */
  private readonly opened = new BoundedMap<string, SealingKey>(OPENED);

  constructor(
    private readonly rows: VaultKeysRepository,
    private readonly realmKeys: RealmDataKeys,
    private readonly clock: Clock,
    private readonly ids: Ids,
    private readonly random: Random,
  ) {}

  /** @throws DatabaseError for a duplicate while the realm has an active one. */
  async make(realm: RealmRef): Promise<SealedVaultKey> {
    const kid = this.random.bytes(KID_BYTES).toString('hex');
    const sealer = await this.realmKeys.sealerOf(realm);
    const sealedKey = sealer.seal(this.random.bytes(KEY_BYTES), placeOf(realm, kid));
    await this.rows.add(realm, { id: this.ids.next(), kid, sealedKey }, this.clock.now());
    return { kid, sealedKey };
  }

  known(realm: RealmRef, kid: string): SealingKey | undefined {
    return this.opened.get(placeOf(realm, kid));
  }

  async open(realm: RealmRef, { kid, sealedKey }: SealedVaultKey): Promise<SealingKey> {
    const known = this.known(realm, kid);
    if (known) return known;
    const sealer = await this.realmKeys.sealerOf(realm);
    const key = { kid, key: sealer.open(sealedKey, placeOf(realm, kid)) };
    this.opened.set(placeOf(realm, kid), key);
    return key;
  }
}

const placeOf = (realm: RealmRef, kid: string): string => `vault key ${kid} of realm ${realm.id}`;
