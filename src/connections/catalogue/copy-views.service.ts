import { Injectable } from '@nestjs/common';
import type { RealmRef } from '../../database/realm-ref.js';
import type { ConnectionApp } from '../apps/app.types.js';
import { Installations } from '../apps/installations.service.js';
import { SettingsValues } from '../apps/settings-values.service.js';
import { ConfigViews } from '../configs/config-views.service.js';
import { ConfigsService } from '../configs/configs.service.js';
import type { AppCopy } from './catalogue.types.js';

/** What administrators see of a copy that was made or updated. */
@Injectable()
export class CopyViews {
  constructor(
    private readonly installations: Installations,
    private readonly configs: ConfigsService,
    private readonly views: ConfigViews,
    private readonly values: SettingsValues,
  ) {}

  async view(realm: RealmRef, app: ConnectionApp): Promise<AppCopy> {
    const configs = await this.configs.ofApp(realm, app.id);
    return {
      app,
      installation: await this.installations.ofApp(realm, app.id),
      configs: await this.views.viewAll(realm, app.id, configs),
      missing: await this.values.missing(realm, { appId: app.id }, null),
    };
  }
}
