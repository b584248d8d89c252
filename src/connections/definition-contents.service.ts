import { Injectable } from '@nestjs/common';
import type { RealmRef } from '../database/realm-ref.js';
import { AppSettings } from './apps/app-settings.service.js';
import { AppsService } from './apps/apps.service.js';
import { Installations } from './apps/installations.service.js';
import { SettingsValues } from './apps/settings-values.service.js';
import { ConfigsService } from './configs/configs.service.js';
import { SavedRequests } from './proxy/saved-requests.service.js';

/** What a realm says of other services. */
@Injectable()
export class DefinitionContents {
  constructor(
    private readonly values: SettingsValues,
    private readonly settings: AppSettings,
    private readonly installations: Installations,
    private readonly configs: ConfigsService,
    private readonly requests: SavedRequests,
    private readonly apps: AppsService,
  ) {}

  /** Inside the transaction that deletes the realm. */
  async deleteAllOf(realm: RealmRef): Promise<void> {
    for (const part of [this.values, this.settings, this.installations, this.configs, this.requests, this.apps]) {
      await part.deleteAllOf(realm);
    }
  }
}
