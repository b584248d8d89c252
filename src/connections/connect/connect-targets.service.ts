import { Injectable } from '@nestjs/common';
import type { RealmRef } from '../../database/realm-ref.js';
import { DomainError } from '../../kernel/domain-error.js';
import { Random } from '../../kernel/random.js';
import { CONN_SCOPES } from '../../protocol/names.js';
import type { ConnectionApp } from '../apps/app.types.js';
import { AppsService } from '../apps/apps.service.js';
import { Installations } from '../apps/installations.service.js';
import { SettingsValues } from '../apps/settings-values.service.js';
import type { ConnectionConfig } from '../configs/config.types.js';
import { ConfigsService } from '../configs/configs.service.js';
import type { Connection, ConnectionOwner } from '../vault/connection.types.js';
import { ConnectionsService } from '../vault/connections.service.js';
import { refuseSwitchedOff } from '../vault/switched-off.js';
import type { ConnectWish, Starter } from './connect-start.types.js';
import { isConnectable, isOpenTo } from './connectable.rules.js';
import { drawnSlot } from './drawn-slot.js';

const DEFAULT_SLOT = 'default';

/** What a session is to bring about: whose connection, by which config, in which slot. */
export interface ConnectTarget {
  readonly app: ConnectionApp;
  readonly config: ConnectionConfig;
  readonly owner: ConnectionOwner;
  readonly slot: string;
  /** The one that is to be authorized anew. */
  readonly connection: Connection | null;
}

/** Finds out what may be connected by whom. */
@Injectable()
export class ConnectTargets {
  constructor(
    private readonly configs: ConfigsService,
    private readonly apps: AppsService,
    private readonly installations: Installations,
    private readonly settings: SettingsValues,
    private readonly connections: ConnectionsService,
    private readonly random: Random,
  ) {}

  /**
   * @throws DomainError `not_found` for a config that is not there to be connected, `forbidden`, `connection_not_found`,
   *   `connection_exists`, `installation_incomplete`
   */
  async find(realm: RealmRef, starter: Starter, wish: ConnectWish): Promise<ConnectTarget> {
    const { app, config } = await this.open(realm, wish.configId, starter.user?.id ?? null);
    const owner = ownerFor(config, starter);
    const userId = owner.kind === 'user' ? owner.userId : null;
    await this.refuseIncomplete(realm, config, userId);
    if (wish.connectionId !== undefined) {
      const connection = await this.owned(realm, wish.connectionId, config, owner);
      return { app, config, owner, slot: connection.slot, connection };
    }
    const slot = this.slotOf(config, wish.slot);
    await this.refuseTaken(realm, config, owner, slot);
    return { app, config, owner, slot, connection: null };
  }

  /** What may be connected for a user, or for the realm: a config in use of an app that is open to it, and not switched off. */
  async open(
    realm: RealmRef,
    configId: string,
    userId: string | null,
  ): Promise<{ app: ConnectionApp; config: ConnectionConfig }> {
    const config = await this.configs.find(realm, configId);
    const app = config && (await this.apps.find(realm, config.appId));
    const wanting = config?.connectionLevel === 'user' ? userId : null;
    if (!app || !isOpenTo(app, wanting) || !isConnectable(config)) throw DomainError.notFound('The config');
    if (await this.installations.isSwitchedOff(realm, app.id)) throw DomainError.notFound('The config');
    return { app, config };
  }

  /** What the realm has not settled yet, nobody who connects can. */
  private async refuseIncomplete(realm: RealmRef, config: ConnectionConfig, userId: string | null): Promise<void> {
    const missing = await this.settings.missing(realm, config, userId);
    const ofRealm = missing.filter(({ level, prompt }) => level === 'realm' || prompt === 'never');
    if (ofRealm.length === 0) return;
    throw new DomainError('installation_incomplete', 'The app lacks settings that an administrator has to make.', {
      fields: ofRealm.map(({ name }) => ({ field: name, message: 'is not set' })),
    });
  }

  private async owned(
    realm: RealmRef,
    id: string,
    config: ConnectionConfig,
    owner: ConnectionOwner,
  ): Promise<Connection> {
    const connection = await this.connections.get(realm, id);
    if (connection.configId !== config.id || !isSameOwner(connection.owner, owner))
      throw new DomainError('connection_not_found', 'The connection does not exist.');
    refuseSwitchedOff(connection);
    return connection;
  }

  private slotOf({ multi }: ConnectionConfig, wished: string | undefined): string {
    if (multi === 'many') return wished ?? drawnSlot(this.random);
    if (wished !== undefined && wished !== DEFAULT_SLOT)
      throw DomainError.invalid('slot', 'is for configs of which an owner may have many connections');
    return DEFAULT_SLOT;
  }

  private async refuseTaken(
    realm: RealmRef,
    { id }: ConnectionConfig,
    owner: ConnectionOwner,
    slot: string,
  ): Promise<void> {
    const taken = (await this.connections.ofOwner(realm, id, owner)).find((other) => other.slot === slot);
    if (!taken) return;
    const message = 'There is such a connection already. To authorize it anew, name it in connectionId.';
    throw new DomainError('connection_exists', message, { extensions: { connectionId: taken.id } });
  }
}

/** A user connects its own accounts; those of the realm are for who manages its connections. */
function ownerFor({ connectionLevel }: ConnectionConfig, { user, mayManage }: Starter): ConnectionOwner {
  if (connectionLevel === 'realm') {
    if (mayManage) return { kind: 'realm' };
    throw new DomainError(
      'forbidden',
      `Connecting the realm takes the scope ${CONN_SCOPES.manage}, and for a user the right to manage the realm.`,
    );
  }
  if (!user) throw DomainError.invalid('userId', 'is needed: the connection is that of a user');
  return { kind: 'user', userId: user.id };
}

const isSameOwner = (one: ConnectionOwner, other: ConnectionOwner): boolean =>
  one.kind === 'user' ? other.kind === 'user' && one.userId === other.userId : other.kind === 'realm';
