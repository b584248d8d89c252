import { Injectable } from '@nestjs/common';
import type { RealmRef } from '../../database/realm-ref.js';
import { SettingsValues } from '../apps/settings-values.service.js';
import type { HostPatterns } from '../templates/host-patterns.js';
import type { ConfigDefinition } from './config.types.js';
import { hostsOf } from './secret-hosts.js';

/** Where configs lead, with what the realm has settled for their apps. */
@Injectable()
export class ConfigHosts {
  constructor(private readonly settings: SettingsValues) {}

  /** Hosts that may be sent what is entered for the config, or given by it, at this moment. */
  async of(realm: RealmRef, appId: string, definition: ConfigDefinition): Promise<HostPatterns> {
    return hostsOf(definition, (await this.settings.resolve(realm, { appId }, null)).open);
  }
}
