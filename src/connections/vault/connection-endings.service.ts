import { Injectable } from '@nestjs/common';
import type { RealmRef } from '../../database/realm-ref.js';
import { Transaction } from '../../database/transaction.js';
import { Clock } from '../../kernel/clock.js';
import { ConnectionEvents } from '../events/connection-events.service.js';
import { ConnectionSecretsRepository } from './connection-secrets.repository.js';
import { userIdOf, type Connection, type ConnectionActor, type UpstreamRevocation } from './connection.types.js';
import { ConnectionsRepository } from './connections.repository.js';
import { Revocations } from './revocations.service.js';

/** Why a connection ends, and what its provider hears of it. */
export interface ConnectionEnd {
  readonly revoke: UpstreamRevocation;
  readonly reason: 'disconnected' | 'user_deleted';
  readonly actor: ConnectionActor;
}

/** Ends connections: their secrets at once, and what providers know of them as soon as they can be told. */
@Injectable()
export class ConnectionEndings {
  constructor(
    private readonly connections: ConnectionsRepository,
    private readonly secrets: ConnectionSecretsRepository,
    private readonly revocations: Revocations,
    private readonly events: ConnectionEvents,
    private readonly transaction: Transaction,
    private readonly clock: Clock,
  ) {}

  /** Nothing when it has ended already. */
  end(realm: RealmRef, { id, configId, owner }: Connection, { revoke, reason, actor }: ConnectionEnd): Promise<void> {
    return this.transaction.run(async () => {
      const held = await this.secrets.find(realm, id);
      if (!(await this.connections.bury(realm, id, reason, this.clock.now()))) return;
      const siblings = await this.secrets.countSiblings(realm, id);
      const told = held !== null && revoke === 'auto' && siblings === 0 && (await this.revocations.plan(realm, held));
      await this.secrets.remove(realm, id);
      const detail = { reason, upstream: told ? 'told' : 'kept', by: actor.userId ?? actor.clientId ?? null };
      const event = { connectionId: id, configId, userId: userIdOf(owner), detail };
      await this.events.record(realm, { type: 'connection.revoked', ...event });
    });
  }

  async endAllOfUser(realm: RealmRef, userId: string): Promise<void> {
    for (const connection of await this.connections.allOfUser(realm, userId)) {
      await this.end(realm, connection, { revoke: 'auto', reason: 'user_deleted', actor: {} });
    }
  }

  /** Forgets what ended before a moment. @returns how many; as long as it is `limit`, there may be more. */
  async forget(before: number, limit: number): Promise<number> {
    const buried = await this.connections.buriedBefore(before, limit);
    for (const { realm, connectionId } of buried) {
      await this.transaction.run(async () => {
        if (!(await this.connections.removeBuried(realm, connectionId))) return;
        await this.events.record(realm, { type: 'connection.deleted', connectionId });
      });
    }
    return buried.length;
  }

  /** Removes what a realm that is being deleted holds; call inside its transaction. */
  async deleteAllOf(realm: RealmRef): Promise<void> {
    await this.revocations.deleteAllOf(realm);
    await this.secrets.deleteAllOf(realm);
    await this.connections.deleteAllOf(realm);
  }
}
