import { Injectable } from '@nestjs/common';
import type { RealmRef } from '../../database/realm-ref.js';
import { SettingsValues } from '../apps/settings-values.service.js';
import { ConfigSecrets } from '../configs/config-secrets.service.js';
import type { ConnectionConfig } from '../configs/config.types.js';
import type { Variables } from '../templates/template.js';
import { variablesOf } from '../templates/variables.js';
import type { OpenedSecret } from './token-sealing.service.js';
import { userIdOf, type Connection, type ConnectionOwner } from './connection.types.js';

/** For whom templates are rendered: a connection, or one that is about to be. */
export interface VariablesOf {
  readonly owner: ConnectionOwner;
  readonly params?: Connection['params'];
  readonly meta?: Connection['meta'];
}

/** What the templates of a config may name beside the flow: client, settings, params and meta, and the tokens that are given. */
@Injectable()
export class ConnectionVariables {
  constructor(
    private readonly settings: SettingsValues,
    private readonly secrets: ConfigSecrets,
  ) {}

  async of(
    realm: RealmRef,
    config: ConnectionConfig,
    { owner, params, meta }: VariablesOf,
    held?: OpenedSecret,
  ): Promise<Variables> {
    const settings = await this.settings.resolve(realm, config, userIdOf(owner));
    const client = { id: config.clientId, secret: await this.secrets.open(realm, config) };
    const { accessTokenSetting, refreshTokenSetting } = config;
    const tokens = held && { ...held, accessTokenSetting, refreshTokenSetting };
    return variablesOf({ client, params, meta, settings, tokens });
  }
}
