import { Injectable } from '@nestjs/common';
import type { RealmRef } from '../../database/realm-ref.js';
import type { SettingFields } from '../apps/app.types.js';
import { AppSettings } from '../apps/app-settings.service.js';
import { newHosts } from '../configs/config-hosts.js';
import { ConfigsService } from '../configs/configs.service.js';
import type { ConnectionConfig } from '../configs/config.types.js';
import { MAX_SAVED_REQUESTS, type SavedRequestFields } from '../proxy/saved-request.types.js';
import { SavedRequests } from '../proxy/saved-requests.service.js';
import type { OfferedBlueprint, OfferedConfig } from './blueprint.types.js';
import { configKey, requestKey, settingKey } from './fingerprints.js';

/** Where parts of a blueprint are put, and which. */
export interface WritePlace {
  readonly appId: string;
  readonly isWanted: (key: string) => boolean;
  /** As of a change of a config. */
  readonly confirm?: boolean;
}

/** Puts what a blueprint says into an app, as its administrators would: what is there under a name is changed. */
@Injectable()
export class BlueprintWrites {
  constructor(
    private readonly settings: AppSettings,
    private readonly configs: ConfigsService,
    private readonly requests: SavedRequests,
  ) {}

  /** Inside a transaction. @throws DomainError as the services of settings, configs and saved requests do. */
  async put(realm: RealmRef, place: WritePlace, blueprint: OfferedBlueprint): Promise<void> {
    const { isWanted } = place;
    const wanted = {
      settings: blueprint.settings.filter((setting) => isWanted(settingKey(setting))),
      configs: blueprint.configs.filter((config) => isWanted(configKey(config))),
      requests: blueprint.requests.filter((request) => isWanted(requestKey(request))),
    };
    await this.putSettings(realm, place, wanted.settings);
    await this.putConfigs(realm, place, wanted.configs);
    await this.putRequests(realm, place, wanted.requests);
  }

  private async putSettings(realm: RealmRef, { appId }: WritePlace, wanted: readonly SettingFields[]): Promise<void> {
    const known = await this.settings.ofApp(realm, appId);
    for (const setting of wanted) {
      const one = known.find(({ name }) => name === setting.name);
      if (one) await this.settings.update(realm, appId, one.id, setting);
      else await this.settings.create(realm, appId, setting);
    }
  }

  private async putConfigs(realm: RealmRef, place: WritePlace, wanted: readonly OfferedConfig[]): Promise<void> {
    const known = await this.configs.ofApp(realm, place.appId);
    for (const config of wanted) {
      const { name, preset, definition, awaitsClient } = config;
      const one = known.find((each) => each.name === name);
      if (one) await this.change(realm, one, config, place);
      else {
        const status = awaitsClient ? 'disabled' : 'active';
        await this.configs.create(realm, place.appId, { ...definition, name, preset, status });
      }
    }
  }

  /** Its client stays, and its callback; a secret of its own does not go to hosts that it was not entered for. */
  private async change(
    realm: RealmRef,
    current: ConnectionConfig,
    { preset, definition }: OfferedConfig,
    { confirm }: WritePlace,
  ): Promise<void> {
    const isRepointed = newHosts(current, { ...current, ...definition }).length > 0;
    const changes = { ...definition, preset, ...(isRepointed && { clientSecret: null }) };
    await this.configs.update(realm, current.id, changes, { confirm });
  }

  private async putRequests(
    realm: RealmRef,
    { appId }: WritePlace,
    wanted: readonly SavedRequestFields[],
  ): Promise<void> {
    const known = (await this.requests.list(realm, appId, { limit: MAX_SAVED_REQUESTS })).items;
    for (const request of wanted) {
      const isKnown = known.some(({ name }) => name === request.name);
      if (isKnown) await this.requests.update(realm, appId, request.name, request);
      else await this.requests.create(realm, appId, request);
    }
  }
}
