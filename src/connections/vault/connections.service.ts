import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { Page, PageRequest } from '../../database/page.js';
import type { RealmRef } from '../../database/realm-ref.js';
import { DomainError } from '../../kernel/domain-error.js';
import { isId } from '../../kernel/ids.js';
import { UsersService } from '../../users/users.service.js';
import { ConnectionEndings } from './connection-endings.service.js';
import { ConnectionGrants, type Regrant } from './connection-grants.service.js';
import { ConnectionSwitch } from './connection-switch.service.js';
import type {
  Connection,
  ConnectionActor,
  ConnectionCounts,
  ConnectionFilter,
  ConnectionOwner,
  ImportedTokens,
  NewConnection,
  UpstreamRevocation,
} from './connection.types.js';
import { ConnectionsRepository } from './connections.repository.js';
import { tokensOfImport } from './import.rules.js';
import type { TokenSet } from './token.types.js';

/** The accounts at other services that users, or a realm, have connected. Tokens are at {@link ConnectionTokens}. */
@Injectable()
export class ConnectionsService implements OnModuleInit {
  constructor(
    private readonly rows: ConnectionsRepository,
    private readonly grants: ConnectionGrants,
    private readonly switches: ConnectionSwitch,
    private readonly endings: ConnectionEndings,
    private readonly users: UsersService,
  ) {}

  /** What a user has connected is disconnected when the user is deleted. */
  onModuleInit(): void {
    this.users.onDeletion((realm, userId) => this.endings.endAllOfUser(realm, userId));
  }

  /** Null for one of another realm, and for one that was disconnected. */
  async find(realm: RealmRef, id: string): Promise<Connection | null> {
    return isId(id) ? this.rows.find(realm, id) : null;
  }

  /** @throws DomainError `connection_not_found` */
  async get(realm: RealmRef, id: string): Promise<Connection> {
    const connection = await this.find(realm, id);
    if (!connection) throw new DomainError('connection_not_found', 'The connection does not exist.');
    return connection;
  }

  /** The oldest first. */
  list(realm: RealmRef, filter: ConnectionFilter, page: PageRequest): Promise<Page<Connection>> {
    return this.rows.page(realm, filter, page);
  }

  /** Those of one owner by one config, the oldest first. */
  ofOwner(realm: RealmRef, configId: string, owner: ConnectionOwner): Promise<Connection[]> {
    return this.rows.ofOwner(realm, configId, owner);
  }

  countByConfig(realm: RealmRef, configId: string): Promise<number> {
    return this.rows.countByConfig(realm, configId);
  }

  /** Of an app, those that live. */
  countByStatus(realm: RealmRef, appId: string): Promise<ConnectionCounts> {
    return this.rows.countByStatus(realm, appId);
  }

  /** Whether anybody but that owner has connected an app. */
  hasOthersThan(realm: RealmRef, appId: string, owner: ConnectionOwner): Promise<boolean> {
    return this.rows.hasOthersThan(realm, appId, owner);
  }

  /** @throws DomainError `connection_exists`, `conflict` for an owner who has too many, `invalid` for a slot. */
  create(realm: RealmRef, wanted: NewConnection, tokens: TokenSet): Promise<Connection> {
    return this.grants.create(realm, wanted, tokens);
  }

  /** Keeps id and slot. @throws DomainError `account_mismatch`, `connection_not_found` */
  reauthorize(realm: RealmRef, connection: Connection, tokens: TokenSet, regrant: Regrant): Promise<Connection> {
    return this.grants.renew(realm, connection, tokens, regrant);
  }

  /** @throws DomainError `import_incomplete`, and as {@link create} does. */
  async import(realm: RealmRef, wanted: NewConnection, imported: ImportedTokens): Promise<Connection> {
    const { tokens, status } = tokensOfImport(imported, wanted.config);
    return this.grants.create(realm, wanted, tokens, status);
  }

  /** @throws DomainError `connection_not_found` */
  async rename(realm: RealmRef, connection: Connection, label: string | null): Promise<Connection> {
    if (!(await this.rows.change(realm, connection.id, { label }))) return this.get(realm, connection.id);
    return { ...connection, label };
  }

  /** Until it is enabled again nobody gets a token of it. @throws DomainError `connection_not_found` */
  disable(realm: RealmRef, connection: Connection, actor: ConnectionActor): Promise<Connection> {
    return this.switches.disable(realm, connection, actor);
  }

  /** @throws DomainError `connection_not_found` */
  enable(realm: RealmRef, connection: Connection): Promise<Connection> {
    return this.switches.enable(realm, connection);
  }

  /**
   * Erases its secrets at once, whatever the provider says. The provider is told afterwards, again and again until it has
   * heard, if the config says how and no other connection lives by the same grant.
   */
  disconnect(
    realm: RealmRef,
    connection: Connection,
    { revoke }: { readonly revoke: UpstreamRevocation },
    actor: ConnectionActor,
  ): Promise<void> {
    return this.endings.end(realm, connection, { revoke, reason: 'disconnected', actor });
  }

  /** Writes down that it was used, once a minute at most. */
  async used(realm: RealmRef, connection: Connection, at: number): Promise<void> {
    if (connection.lastUsedAt !== null && at - connection.lastUsedAt < 60_000) return;
    await this.rows.change(realm, connection.id, { lastUsedAt: at });
  }

  /** Removes what a realm that is being deleted holds; call inside its transaction. */
  deleteAllOf(realm: RealmRef): Promise<void> {
    return this.endings.deleteAllOf(realm);
  }
}
