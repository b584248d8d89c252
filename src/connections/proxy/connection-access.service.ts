import { Injectable } from '@nestjs/common';
import { DomainError } from '../../kernel/domain-error.js';
import type { Realm } from '../../realms/realm.types.js';
import type { LiveToken } from '../../tokens/token.types.js';
import type { ConnectionApp } from '../apps/app.types.js';
import { AppsService } from '../apps/apps.service.js';
import { Installations } from '../apps/installations.service.js';
import type { ConnectionConfig } from '../configs/config.types.js';
import { ConfigsService } from '../configs/configs.service.js';
import { RealmConnectionUsers } from '../connect/realm-connection-users.service.js';
import type { Connection, ConnectionOwner } from '../vault/connection.types.js';
import { ConnectionsService } from '../vault/connections.service.js';
import { connectionGone } from '../vault/vault-refusals.js';
import { underCurrentPolicy } from './current-policy.rules.js';

/** A connection that its asker may use, and the config by which it was made. */
export interface UsableConnection {
  readonly connection: Connection;
  /** In the version that the connection goes by, for a later one may lead elsewhere; it allows what both allow. */
  readonly config: ConnectionConfig;
}

/** Who asks: a user, or a service for itself. */
type Asker = Pick<LiveToken, 'user'>;

/**
 * Who may use which connection: services of the realm any, users their own, and the realm's where {@link RealmConnectionUsers}
 * lets them.
 */
@Injectable()
export class ConnectionAccess {
  constructor(
    private readonly connections: ConnectionsService,
    private readonly configs: ConfigsService,
    private readonly apps: AppsService,
    private readonly installations: Installations,
    private readonly users: RealmConnectionUsers,
  ) {}

  /**
   * A connection that is not for this asker is not told from one that does not exist.
   *
   * @throws DomainError `connection_not_found`, or `provider_config_error` where it is switched off
   */
  async get(realm: Realm, asker: Asker, id: string): Promise<UsableConnection> {
    const connection = await this.connections.get(realm, id);
    const config = await this.configOf(realm, connection);
    const app = await this.apps.get(realm, config.appId);
    if (!(await this.isFor(realm, asker, app, connection.owner))) throw connectionGone();
    if (config.status === 'disabled' || app.status === 'disabled') throw switchedOff();
    if (await this.installations.isSwitchedOff(realm, app.id)) throw switchedOff();
    return { connection, config };
  }

  /**
   * For who asks by the config: whether anything is connected by it is nothing that everybody is told.
   *
   * @throws DomainError `connection_not_found`
   */
  async requireUse(realm: Realm, asker: Asker, { appId }: ConnectionConfig, owner: ConnectionOwner): Promise<void> {
    const app = await this.apps.get(realm, appId);
    if (!(await this.isFor(realm, asker, app, owner))) throw connectionGone();
  }

  private async isFor(realm: Realm, { user }: Asker, app: ConnectionApp, owner: ConnectionOwner): Promise<boolean> {
    if (user === null) return true;
    return owner.kind === 'user' ? owner.userId === user.id : this.users.judge(realm, user)(app);
  }

  private async configOf(realm: Realm, { configId, configVersion }: Connection): Promise<ConnectionConfig> {
    const current = await this.configs.get(realm, configId);
    if (current.version === configVersion) return current;
    return underCurrentPolicy(await this.configs.version(realm, configId, configVersion), current);
  }
}

const switchedOff = (): DomainError =>
  new DomainError('provider_config_error', 'An administrator has switched this service off.');
