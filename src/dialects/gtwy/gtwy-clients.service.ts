import { Injectable } from '@nestjs/common';
import type { Client } from '../../clients/client.types.js';
import { ClientsService } from '../../clients/clients.service.js';
import { DomainError } from '../../kernel/domain-error.js';
import type { Realm } from '../../realms/realm.types.js';
import type { ManagementRequest } from '../../tokens/management/management.types.js';
import { ManagementWrites } from '../../tokens/management/management-writes.service.js';
import { storeRefused } from './gtwy.errors.js';
import { clientToCreate, type ClientUrl } from './gtwy.mapper.js';

const ORIGIN = 'gtwy';
/** What asking again, or for something else, may change; a server that cannot answer is no such thing. */
const REFUSED_BY_STORE: readonly string[] = ['invalid', 'conflict', 'stale', 'not_found'];

/** The clients that this dialect has saved: of all clients of a realm, it sees and changes no others. */
@Injectable()
export class GtwyClients {
  constructor(
    private readonly clients: ClientsService,
    private readonly writes: ManagementWrites,
  ) {}

  /**
   * Makes the client, or gives the one of that id another redirect URI.
   *
   * @throws WireError for an id that somebody else's client has, and for a URI that cannot be registered.
   */
  async save(manager: ManagementRequest, url: ClientUrl): Promise<void> {
    try {
      await this.store(manager, url);
    } catch (error) {
      throw error instanceof DomainError && REFUSED_BY_STORE.includes(error.code) ? storeRefused(error) : error;
    }
  }

  /** Null unless exactly this pair was saved, and the client is enabled. */
  async find(realm: Realm, { clientId, redirectUri }: ClientUrl): Promise<Client | null> {
    const client = await this.clients.find(realm, clientId);
    const isSaved = client?.origin === ORIGIN && client.redirectUris.includes(redirectUri);
    return isSaved && client.enabled ? client : null;
  }

  private async store(manager: ManagementRequest, url: ClientUrl): Promise<void> {
    const known = await this.clients.find(manager.realm, url.clientId);
    if (known) return this.replace(manager, known, url);
    try {
      await this.create(manager, url);
    } catch (error) {
      const winner = isConflict(error) ? await this.clients.find(manager.realm, url.clientId) : null;
      if (!winner) throw error;
      await this.replace(manager, winner, url);
    }
  }

  private async create(manager: ManagementRequest, url: ClientUrl): Promise<void> {
    const changes = clientToCreate(url);
    const write = { type: 'admin.client.created', target: url.clientId, changes } as const;
    await this.writes.run(manager, write, () => this.clients.create(manager.realm, changes, ORIGIN));
  }

  private async replace(manager: ManagementRequest, known: Client, { redirectUri }: ClientUrl): Promise<void> {
    const { clientId, origin, redirectUris } = known;
    if (origin !== ORIGIN) throw DomainError.conflict('The client_id belongs to another client of the realm.');
    if (redirectUris.length === 1 && redirectUris[0] === redirectUri) return;
    const changes = { redirectUris: [redirectUri] };
    const write = { type: 'admin.client.updated', target: clientId, changes } as const;
    await this.writes.run(manager, write, () => this.clients.update(manager.realm, clientId, changes));
  }
}

const isConflict = (error: unknown): boolean => error instanceof DomainError && error.code === 'conflict';
