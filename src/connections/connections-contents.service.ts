import { Injectable } from '@nestjs/common';
import type { RealmRef } from '../database/realm-ref.js';
import { ConnectContents } from './connect/connect-contents.service.js';
import { DefinitionContents } from './definition-contents.service.js';
import { ConnectionEvents } from './events/connection-events.service.js';
import { ConnectionsService } from './vault/connections.service.js';
import { VaultKeys } from './vault/vault-keys.service.js';

/** Everything about outbound connections that goes with a realm. */
@Injectable()
export class ConnectionsContents {
  constructor(
    private readonly definitions: DefinitionContents,
    private readonly underWay: ConnectContents,
    private readonly events: ConnectionEvents,
    private readonly connections: ConnectionsService,
    private readonly keys: VaultKeys,
  ) {}

  /** Inside the transaction that deletes the realm: nobody is told, and providers are not either. */
  async deleteAllOf(realm: RealmRef): Promise<void> {
    for (const part of [this.underWay, this.connections, this.definitions, this.events, this.keys])
      await part.deleteAllOf(realm);
  }
}
