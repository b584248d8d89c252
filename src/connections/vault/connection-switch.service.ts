import { Injectable } from '@nestjs/common';
import type { RealmRef } from '../../database/realm-ref.js';
import { Transaction } from '../../database/transaction.js';
import { DomainError } from '../../kernel/domain-error.js';
import { ConnectionEvents } from '../events/connection-events.service.js';
import { userIdOf, type Connection, type ConnectionActor } from './connection.types.js';
import { ConnectionsRepository } from './connections.repository.js';

/** Switches connections off and on again; the grants at the providers stay as they are. */
@Injectable()
export class ConnectionSwitch {
  constructor(
    private readonly connections: ConnectionsRepository,
    private readonly events: ConnectionEvents,
    private readonly transaction: Transaction,
  ) {}

  async disable(realm: RealmRef, connection: Connection, actor: ConnectionActor): Promise<Connection> {
    if (connection.status === 'disabled') return connection;
    const { id, configId, owner } = connection;
    await this.transaction.run(async () => {
      await this.change(realm, id, 'disabled');
      const detail = { by: actor.userId ?? actor.clientId ?? null };
      const event = { connectionId: id, configId, userId: userIdOf(owner), detail };
      await this.events.record(realm, { type: 'connection.disabled', ...event });
    });
    return { ...connection, status: 'disabled' };
  }

  /** A grant that was dead is dead still: the reason stays with it. */
  async enable(realm: RealmRef, connection: Connection): Promise<Connection> {
    if (connection.status !== 'disabled') return connection;
    const status = connection.statusReason === null ? 'active' : 'needs_reauth';
    await this.change(realm, connection.id, status);
    return { ...connection, status };
  }

  private async change(realm: RealmRef, id: string, status: Connection['status']): Promise<void> {
    if (await this.connections.change(realm, id, { status })) return;
    throw new DomainError('connection_not_found', 'The connection does not exist.');
  }
}
