import { Injectable, Logger } from '@nestjs/common';
import { Rounds } from '../../background/rounds.service.js';
import { Settings } from '../../config/settings.js';
import type { RealmRef } from '../../database/realm-ref.js';
import { Clock } from '../../kernel/clock.js';
import { SealError } from '../../kernel/seal.js';
import { type SealedRow, SealedRowsRepository } from './sealed-rows.repository.js';
import { VaultKeys } from './vault-keys.service.js';
import { VaultSealer } from './vault-sealer.js';
import type { SealedColumns, VaultKey } from './vault.types.js';

/** Everything that a vault seals and that outlives a day: what lives shorter ends before its key is missed. */
export const SEALED_COLUMNS: readonly SealedColumns[] = [
  { table: 'connection_secrets', idColumn: 'connectionId', columns: ['access', 'refresh', 'raw'] },
  { table: 'connection_revocations', idColumn: 'id', columns: ['sealedTokens'] },
  { table: 'connection_setting_values', idColumn: 'id', columns: ['sealedValue'] },
  { table: 'connection_config_versions', idColumn: 'id', columns: ['sealedDefinition', 'sealedClientSecret'] },
];

const BATCH = 100;
const DAY = 24 * 60 * 60 * 1000;
const REALMS = 20;

/** New keys for vaults, and what the old ones sealed sealed anew. */
@Injectable()
export class VaultRotation {
  private readonly logger = new Logger(VaultRotation.name);

  constructor(
    private readonly keys: VaultKeys,
    private readonly sealer: VaultSealer,
    private readonly rows: SealedRowsRepository,
    private readonly settings: Settings,
    private readonly clock: Clock,
    private readonly rounds: Rounds,
  ) {}

  /** The oldest first. */
  list(realm: RealmRef): Promise<VaultKey[]> {
    return this.keys.list(realm);
  }

  /** A new key seals from now on. @returns the keys that there are now */
  async rotate(realm: RealmRef): Promise<VaultKey[]> {
    await this.keys.rotate(realm);
    return this.keys.list(realm);
  }

  /** Gives realms a new key whose own has sealed for long enough, and seals anew what waits for it. */
  async run(): Promise<void> {
    const now = this.clock.now();
    const before = now - this.settings.connKeyRotationDays * DAY;
    for (const { realm, kid } of await this.keys.activeBefore(before, REALMS)) await this.keys.replace(realm, kid);
    for (const realm of await this.keys.realmsToDrain(REALMS)) await this.drain(realm, now - DAY);
  }

  /** Seals anew whatever another key than the active one has sealed. @returns how many values */
  async reseal(realm: RealmRef): Promise<number> {
    let resealed = 0;
    for (const place of SEALED_COLUMNS) resealed += await this.resealTable(realm, place);
    return resealed;
  }

  /** A realm whose own key does not open holds up no other. */
  private async drain(realm: RealmRef, retiredBefore: number): Promise<void> {
    try {
      await this.reseal(realm);
      if (!this.rounds.stopped) await this.keys.markDrained(realm, retiredBefore);
    } catch (error) {
      if (!(error instanceof SealError)) throw error;
      this.logger.warn(`Nothing in the vault of realm ${realm.id} is sealed anew: its key does not open`);
    }
  }

  private async resealTable(realm: RealmRef, place: SealedColumns): Promise<number> {
    let resealed = 0;
    for (let after: string | null = null; !this.rounds.stopped;) {
      const beginning = await this.sealer.beginning(realm);
      const rows: SealedRow[] = await this.rows.next(realm, place, beginning, { after, limit: BATCH });
      for (const row of rows) resealed += await this.resealRow(realm, place, row, beginning);
      const last = rows.at(-1);
      if (!last || rows.length < BATCH) return resealed;
      after = last.id;
    }
    return resealed;
  }

  private async resealRow(realm: RealmRef, place: SealedColumns, row: SealedRow, beginning: string): Promise<number> {
    let resealed = 0;
    for (const [column, sealed] of Object.entries(row.values)) {
      if (sealed === null || sealed.startsWith(beginning)) continue;
      const at = { table: place.table, column, rowId: row.id };
      const text = await this.opened(realm, at, sealed);
      if (text === null) continue;
      const value = { id: row.id, column, sealed, anew: await this.sealer.seal(realm, at, text) };
      if (await this.rows.replace(realm, place, value)) resealed += 1;
    }
    return resealed;
  }

  /** A value that does not open stays as it is: somebody has put it there, or altered it. */
  private async opened(
    realm: RealmRef,
    at: { readonly table: string; readonly column: string; readonly rowId: string },
    sealed: string,
  ): Promise<string | null> {
    try {
      return await this.sealer.open(realm, at, sealed);
    } catch (error) {
      if (!(error instanceof SealError)) throw error;
      this.logger.warn(`A value in ${at.table}.${at.column} does not open and was left as it is (row ${at.rowId})`);
      return null;
    }
  }
}
