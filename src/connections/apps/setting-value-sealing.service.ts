import { Injectable } from '@nestjs/common';
import type { RealmRef } from '../../database/realm-ref.js';
import { Clock } from '../../kernel/clock.js';
import { Ids } from '../../kernel/ids.js';
import type { HostPatterns } from '../templates/host-patterns.js';
import { VaultSealer } from '../vault/vault-sealer.js';
import type { SettingDefinition } from './app.types.js';
import { type SealedValue, SettingValuesRepository } from './setting-values.repository.js';

export const REALM_KEY = 'realm';

/** Values of settings on their way into their rows and out of them. */
@Injectable()
export class SettingValueSealing {
  constructor(
    private readonly values: SettingValuesRepository,
    private readonly sealer: VaultSealer,
    private readonly clock: Clock,
    private readonly ids: Ids,
  ) {}

  /** @param hosts where it may be sent, should it be a secret */
  async put(
    realm: RealmRef,
    setting: SettingDefinition,
    userId: string | null,
    value: string | null,
    hosts: HostPatterns,
  ): Promise<void> {
    const ownerKey = userId ?? REALM_KEY;
    if (value === null) return this.values.remove(realm, setting.id, ownerKey);
    const [known] = await this.values.of(realm, [setting.id], [ownerKey]);
    const id = known?.id ?? this.ids.next();
    const sealedValue = await this.sealer.seal(realm, placeOf(id), value);
    const bound = setting.kind === 'secret' ? await this.boundTo(realm, known, value, hosts) : null;
    const changes = { sealedValue, hosts: bound, updatedAt: this.clock.now() };
    if (known) return this.values.replace(realm, id, changes);
    await this.values.add(realm, { id, settingId: setting.id, userId, ownerKey, ...changes });
  }

  open(realm: RealmRef, { id, sealedValue }: SealedValue): Promise<string> {
    return this.sealer.open(realm, placeOf(id), sealedValue);
  }

  /** Who enters the very secret once more knows it, and may send it to further hosts. */
  private async boundTo(
    realm: RealmRef,
    known: SealedValue | undefined,
    value: string,
    hosts: HostPatterns,
  ): Promise<string[]> {
    const isSame = known !== undefined && (await this.open(realm, known)) === value;
    return [...new Set([...(isSame ? (known.hosts ?? []) : []), ...hosts])];
  }
}

const placeOf = (rowId: string) => ({ table: 'connection_setting_values', column: 'sealedValue', rowId });
