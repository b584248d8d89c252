import { Injectable } from '@nestjs/common';
import { Settings } from '../../config/settings.js';
import type { RealmRef } from '../../database/realm-ref.js';
import { Clock } from '../../kernel/clock.js';
import { Ids } from '../../kernel/ids.js';
import { Random } from '../../kernel/random.js';
import type { StoredConfig } from './configs.repository.js';

const PUBLIC_KEY_BYTES = 16;

type Head = 'id' | 'realmId' | 'publicKey' | 'versionId' | 'version' | 'createdAt' | 'updatedAt';

/** What a config and each of its versions are known by. */
@Injectable()
export class ConfigHeads {
  constructor(
    private readonly clock: Clock,
    private readonly ids: Ids,
    private readonly random: Random,
    private readonly settings: Settings,
  ) {}

  /** How many an app may have. */
  get most(): number {
    return this.settings.connConfigsPerApp;
  }

  /** The path of the callback cannot be guessed from another one. */
  first(realm: RealmRef): Pick<StoredConfig, Head> {
    const at = this.clock.now();
    const publicKey = this.random.bytes(PUBLIC_KEY_BYTES).toString('base64url');
    const made = { version: 1, createdAt: at, updatedAt: at };
    return { id: this.ids.next(at), realmId: realm.id, publicKey, versionId: this.ids.next(at), ...made };
  }

  next({ version }: Pick<StoredConfig, 'version'>): Pick<StoredConfig, 'versionId' | 'version' | 'updatedAt'> {
    const at = this.clock.now();
    return { versionId: this.ids.next(at), version: version + 1, updatedAt: at };
  }
}
