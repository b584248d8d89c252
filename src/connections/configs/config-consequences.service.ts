import { Injectable } from '@nestjs/common';
import type { RealmRef } from '../../database/realm-ref.js';
import { DomainError } from '../../kernel/domain-error.js';
import { ConnectionEvents } from '../events/connection-events.service.js';
import { ConfigConnectionsRepository } from './config-connections.repository.js';
import type { ConnectionConfig } from './config.types.js';
import { mayFollow, newHosts } from './config-hosts.js';

const REASON = 'host_changed';

/** What becomes of the connections of a config that changes, so that no token ever reaches whom its owner knew nothing of. */
@Injectable()
export class ConfigConsequences {
  constructor(
    private readonly connections: ConfigConnectionsRepository,
    private readonly events: ConnectionEvents,
  ) {}

  /** @throws DomainError `conflict` while there are connections, or tokens that the provider is still to be told of. */
  async refuseWhileInUse(realm: RealmRef, configId: string): Promise<void> {
    const live = await this.connections.countLive(realm, configId);
    if (live > 0) throw DomainError.conflict('The config has connections: disconnect or revoke them first.');
    const owed = await this.connections.countOwed(realm, configId);
    if (owed > 0) throw DomainError.conflict('The provider is still being told of tokens that ended: try again later.');
  }

  /**
   * Connections follow to the new version, unless it speaks as another client: theirs is the one that their grants were
   * given to. Hosts that would hear of tokens for the first time hear of none until the owners have connected again.
   *
   * @throws DomainError `confirmation_required`
   */
  async settle(
    realm: RealmRef,
    { before, after, confirm }: { before: ConnectionConfig; after: ConnectionConfig; confirm: boolean },
  ): Promise<void> {
    const hosts = newHosts(before, after);
    if (hosts.length > 0) return this.refuseOrSuspend(realm, after, hosts, confirm);
    if (mayFollow(before, after)) await this.connections.follow(realm, after.id, before.version, after.version);
  }

  /** A host is another one by now: no token goes there until the owners have connected again. */
  async suspend(realm: RealmRef, configId: string): Promise<void> {
    for (const { id: connectionId, userId } of await this.connections.suspend(realm, configId, REASON)) {
      const detail = { reason: REASON };
      await this.events.record(realm, { type: 'connection.needs_reauth', connectionId, configId, userId, detail });
    }
  }

  private async refuseOrSuspend(
    realm: RealmRef,
    { id }: ConnectionConfig,
    hosts: string[],
    confirm: boolean,
  ): Promise<void> {
    const live = await this.connections.countLive(realm, id);
    if (live > 0 && !confirm) throw confirmationRequired(hosts, live);
    if (live > 0) await this.suspend(realm, id);
  }
}

const confirmationRequired = (hosts: string[], connections: number): DomainError =>
  new DomainError(
    'confirmation_required',
    'Tokens of live connections would go to hosts that they never went to. With `confirm` they stop until their owners connect again.',
    { extensions: { hosts, connections } },
  );
