import { Injectable } from '@nestjs/common';
import type { Realm } from '../../realms/realm.types.js';
import type { LiveToken } from '../../tokens/token.types.js';
import { DomainError } from '../../kernel/domain-error.js';
import { AppsService } from '../apps/apps.service.js';
import { Installations } from '../apps/installations.service.js';
import type { ConnectionConfig } from '../configs/config.types.js';
import { ConfigsService } from '../configs/configs.service.js';
import type { Connection } from '../vault/connection.types.js';
import { ConnectionsService } from '../vault/connections.service.js';
import { underCurrentPolicy } from './current-policy.rules.js';

/** A connection that its asker may use, and the config by which it was made. */
export interface UsableConnection {
  readonly connection: Connection;
  /** In the version that the connection goes by, for a later one may lead elsewhere; it allows what both allow. */
  readonly config: ConnectionConfig;
}

/** Who may use which connection: services of the realm any, users their own and the realm's. */
@Injectable()
export class ConnectionAccess {
  constructor(
    private readonly connections: ConnectionsService,
    private readonly configs: ConfigsService,
    private readonly apps: AppsService,
    private readonly installations: Installations,
  ) {}

  /**
   * A connection of somebody else is not told from one that does not exist.
   *
   * @throws DomainError `connection_not_found`, or `provider_config_error` where it is switched off
   */
  async get(realm: Realm, token: Pick<LiveToken, 'user'>, id: string): Promise<UsableConnection> {
    const connection = await this.connections.get(realm, id);
    if (!isFor(token, connection)) throw new DomainError('connection_not_found', 'The connection does not exist.');
    const config = await this.configOf(realm, connection);
    const app = await this.apps.get(realm, config.appId);
    if (config.status === 'disabled' || app.status === 'disabled') throw switchedOff();
    if (await this.installations.isSwitchedOff(realm, app.id)) throw switchedOff();
    return { connection, config };
  }

  private async configOf(realm: Realm, { configId, configVersion }: Connection): Promise<ConnectionConfig> {
    const current = await this.configs.get(realm, configId);
    if (current.version === configVersion) return current;
    return underCurrentPolicy(await this.configs.version(realm, configId, configVersion), current);
  }
}

const isFor = ({ user }: Pick<LiveToken, 'user'>, { owner }: Connection): boolean =>
  user === null || owner.kind === 'realm' || owner.userId === user.id;

const switchedOff = (): DomainError =>
  new DomainError('provider_config_error', 'An administrator has switched this service off.');
