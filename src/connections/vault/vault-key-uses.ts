import { Injectable } from '@nestjs/common';
import { Settings } from '../../config/settings.js';
import type { RealmRef } from '../../database/realm-ref.js';
import { BoundedMap } from '../../kernel/bounded-map.js';
import { VaultKeysRepository } from './vault-keys.repository.js';

const KEYS = 10_000;
const LARGEST_BLOCK = 100_000;
const BLOCKS = 100;

/**
 * How often a key may still seal. Random nonces must not repeat under one key, so it seals a limited number of values (NIST
 * SP 800-38D section 8.3). Each process reserves them by the block, so that no seal pays for a write; what a process has not
 * used when it ends is lost to the key. A block that is rolled back with the transaction around it goes uncounted: half of
 * what a key could bear is left for that.
 */
@Injectable()
export class VaultKeyUses {
  private readonly left = new BoundedMap<string, number>(KEYS);
  private readonly most: number;
  private readonly block: number;

  constructor(
    private readonly rows: VaultKeysRepository,
    { connKeyRotationSeals }: Settings,
  ) {
    this.most = connKeyRotationSeals;
    this.block = Math.min(LARGEST_BLOCK, Math.ceil(connKeyRotationSeals / BLOCKS));
  }

  /** @returns false for a key that has sealed as much as it may. */
  async take(realm: RealmRef, kid: string, uses: number): Promise<boolean> {
    const key = `${realm.id} ${kid}`;
    if (this.spend(key, uses)) return true;
    const block = Math.max(this.block, uses);
    if (!(await this.rows.reserve(realm, kid, block, this.most))) return false;
    this.left.set(key, (this.left.get(key) ?? 0) + block);
    return this.spend(key, uses);
  }

  private spend(key: string, uses: number): boolean {
    const left = this.left.get(key) ?? 0;
    if (left < uses) return false;
    this.left.set(key, left - uses);
    return true;
  }
}
