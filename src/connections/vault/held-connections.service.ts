import { Injectable } from '@nestjs/common';
import type { RealmRef } from '../../database/realm-ref.js';
import type { ConnectionConfig } from '../configs/config.types.js';
import { ConfigsService } from '../configs/configs.service.js';
import { ConnectionSecretsRepository, type HeldConnection } from './connection-secrets.repository.js';
import type { FreshToken } from './token.types.js';
import { TokenSealing } from './token-sealing.service.js';
import { connectionGone, reauthRequired, switchedOff } from './vault-refusals.js';

/** Connections with their tokens, as the database has them now. */
@Injectable()
export class HeldConnections {
  constructor(
    private readonly secrets: ConnectionSecretsRepository,
    private readonly configs: ConfigsService,
    private readonly sealing: TokenSealing,
  ) {}

  /** One that may be used. @throws DomainError `connection_not_found`, `reauth_required`, `provider_config_error` */
  async usable(realm: RealmRef, id: string): Promise<HeldConnection> {
    const held = await this.secrets.find(realm, id);
    if (!held) throw connectionGone();
    const { status, statusReason } = held.connection;
    if (status === 'disabled') throw switchedOff();
    if (status === 'needs_reauth') throw reauthRequired(statusReason ?? status);
    return held;
  }

  /** In the version that the grant was given to: a later one may lead elsewhere. */
  configOf(realm: RealmRef, { connection }: HeldConnection): Promise<ConnectionConfig> {
    return this.configs.version(realm, connection.configId, connection.configVersion);
  }

  async tokenOf(realm: RealmRef, { connection, secret }: HeldConnection): Promise<FreshToken> {
    const accessToken = await this.sealing.openAccess(realm, secret);
    if (accessToken === null) throw reauthRequired('no_token');
    const { accessExpiresAt: expiresAt, grantedScopes: scopes } = connection;
    const { tokenType, version, hosts } = secret;
    return { accessToken, tokenType, expiresAt, version, scopes, hosts };
  }
}
