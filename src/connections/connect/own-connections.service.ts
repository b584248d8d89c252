import { Injectable } from '@nestjs/common';
import type { RealmRef } from '../../database/realm-ref.js';
import { DomainError } from '../../kernel/domain-error.js';
import type { Realm } from '../../realms/realm.types.js';
import type { User } from '../../users/user.types.js';
import type { ConnectionApp } from '../apps/app.types.js';
import { AppsService } from '../apps/apps.service.js';
import { Installations } from '../apps/installations.service.js';
import type { ConnectionConfig } from '../configs/config.types.js';
import { ConfigsService } from '../configs/configs.service.js';
import type { Connection } from '../vault/connection.types.js';
import { ConnectionsService } from '../vault/connections.service.js';
import { connectionGone } from '../vault/vault-refusals.js';
import { isConnectable } from './connectable.rules.js';
import { RealmConnectionUsers } from './realm-connection-users.service.js';

/** How many are read of each kind: the oldest. */
const LIMIT = 200;

/** A connection, and the app that it is to. */
export interface ConnectionOfApp {
  readonly connection: Connection;
  /** Null where it is gone. */
  readonly app: ConnectionApp | null;
  readonly appName: string;
}

/** A config of an app that can be connected. */
export interface Connectable {
  readonly app: ConnectionApp;
  readonly config: ConnectionConfig;
}

export interface ConnectionsOverview {
  /** The user's own, then those of the realm that the user may use. */
  readonly connections: readonly ConnectionOfApp[];
  readonly available: readonly Connectable[];
}

/** What users see of connections, and take back. */
@Injectable()
export class OwnConnections {
  constructor(
    private readonly connections: ConnectionsService,
    private readonly apps: AppsService,
    private readonly installations: Installations,
    private readonly configs: ConfigsService,
    private readonly users: RealmConnectionUsers,
  ) {}

  async overview(realm: Realm, user: User): Promise<ConnectionsOverview> {
    const page = { limit: LIMIT };
    const [own, shared, available] = await Promise.all([
      this.connections.list(realm, { owner: { kind: 'user', userId: user.id } }, page),
      this.connections.list(realm, { owner: { kind: 'realm' } }, page),
      this.available(realm, user),
    ]);
    const all = await Promise.all([...own.items, ...shared.items].map((one) => this.withApp(realm, one)));
    return { connections: await this.usable(realm, user, all), available };
  }

  /** One that the user may use. @throws DomainError `connection_not_found`, also for another user's */
  async get(realm: Realm, user: User, id: string): Promise<ConnectionOfApp> {
    const found = await this.withApp(realm, await this.connections.get(realm, id));
    const [usable] = await this.usable(realm, user, [found]);
    if (!usable) throw connectionGone();
    return usable;
  }

  /** One that is the user's own. @throws DomainError `connection_not_found`, `not_owner` for one of the realm */
  async disconnect(realm: Realm, user: User, id: string, clientId: string | null): Promise<void> {
    const { connection } = await this.get(realm, user, id);
    if (connection.owner.kind === 'realm')
      throw new DomainError('not_owner', 'The connection is the realm’s: its administrators can disconnect it.');
    await this.connections.disconnect(realm, connection, { revoke: 'auto' }, { userId: user.id, clientId });
  }

  private async available(realm: RealmRef, user: User): Promise<Connectable[]> {
    const apps = await this.apps.openTo(realm, user.id);
    const byApp = await Promise.all(
      apps.map(async (app) => {
        if (await this.installations.isSwitchedOff(realm, app.id)) return [];
        const configs = await this.configs.ofApp(realm, app.id);
        return configs.filter(isConnectable).map((config) => ({ app, config }));
      }),
    );
    return byApp.flat().sort((one, other) => one.app.name.localeCompare(other.app.name));
  }

  private async withApp(realm: RealmRef, connection: Connection): Promise<ConnectionOfApp> {
    const config = await this.configs.find(realm, connection.configId);
    const app = config && (await this.apps.find(realm, config.appId));
    return { connection, app, appName: app?.name ?? config?.name ?? '' };
  }

  private async usable(realm: Realm, user: User, all: readonly ConnectionOfApp[]): Promise<ConnectionOfApp[]> {
    const mayUse = this.users.judge(realm, user);
    const isUsable = async ({ connection: { owner }, app }: ConnectionOfApp): Promise<boolean> =>
      owner.kind === 'user' ? owner.userId === user.id : app !== null && (await mayUse(app));
    const verdicts = await Promise.all(all.map(isUsable));
    return all.filter((_one, index) => verdicts[index]);
  }
}
