import { Injectable } from '@nestjs/common';
import type { RealmRef } from '../../database/realm-ref.js';
import { without } from '../../kernel/without.js';
import type { ConnectionApp } from '../apps/app.types.js';
import { AppSettings } from '../apps/app-settings.service.js';
import { DEFINITION_FIELDS } from '../configs/config.rules.js';
import type { ConfigDefinition, ConnectionConfig } from '../configs/config.types.js';
import { ConfigsService } from '../configs/configs.service.js';
import { MAX_SAVED_REQUESTS } from '../proxy/saved-request.types.js';
import { SavedRequests } from '../proxy/saved-requests.service.js';
import type { DrawnBlueprint, DrawnConfig } from './blueprint.types.js';

/** Reads of an app what can be made anew elsewhere: values and secrets are left where they are. */
@Injectable()
export class Blueprints {
  constructor(
    private readonly settings: AppSettings,
    private readonly configs: ConfigsService,
    private readonly requests: SavedRequests,
  ) {}

  async of(realm: RealmRef, { id, name, description, logoSourceUrl }: ConnectionApp): Promise<DrawnBlueprint> {
    const requests = await this.requests.list(realm, id, { limit: MAX_SAVED_REQUESTS });
    return {
      app: { name, description, logoSourceUrl },
      settings: (await this.settings.ofApp(realm, id)).map((setting) => without(setting, 'id', 'appId')),
      configs: (await this.configs.ofApp(realm, id)).map(drawn),
      requests: requests.items.map((one) => without(one, 'id', 'appId', 'version', 'createdAt', 'updatedAt')),
    };
  }
}

function drawn(config: ConnectionConfig): DrawnConfig {
  const { name, preset, status, clientId, clientSecret } = config;
  const fields = DEFINITION_FIELDS.filter((field) => field !== 'clientId').map((field) => [field, config[field]]);
  const definition = Object.fromEntries(fields) as Omit<ConfigDefinition, 'clientId'>;
  return { name, preset, definition, status, clientId, hasSecret: clientSecret.set };
}
