import { Injectable } from '@nestjs/common';
import type { Client } from '../../clients/client.types.js';
import { ClientsService } from '../../clients/clients.service.js';
import { ConsentsService } from '../../oauth/consents/consents.service.js';
import type { Realm } from '../../realms/realm.types.js';
import { TokensService } from '../../tokens/tokens.service.js';

/** How many of each kind are read: the oldest. */
const LIMIT = 200;

/** A client that may act for the user, or did and was allowed to do it again. */
export interface Connection {
  readonly client: Client;
  readonly scopes: readonly string[];
  /** UTC milliseconds. */
  readonly since: number;
}

interface Part {
  readonly clientId: string;
  readonly scopes: readonly string[];
  readonly since: number;
}

/** Which applications a user has connected: those that it gave its consent, and those that hold a grant without one. */
@Injectable()
export class Connections {
  constructor(
    private readonly consents: ConsentsService,
    private readonly tokens: TokensService,
    private readonly clients: ClientsService,
  ) {}

  /** By name. */
  async list(realm: Realm, userId: string): Promise<Connection[]> {
    const [consents, grants] = await Promise.all([
      this.consents.list(realm, userId, { limit: LIMIT }),
      this.tokens.listGrants(realm, { userId }, { limit: LIMIT }),
    ]);
    const parts = [
      ...consents.items.map(({ clientId, scopes, createdAt }) => ({ clientId, scopes, since: createdAt })),
      ...grants.items.map(({ clientId, scope, createdAt }) => ({ clientId, scopes: scope, since: createdAt })),
    ];
    const found = await Promise.all(merged(parts).map((part) => this.connection(realm, part)));
    return found
      .filter((connection) => connection !== null)
      .sort((one, other) => nameOf(one).localeCompare(nameOf(other)));
  }

  private async connection(realm: Realm, { clientId, scopes, since }: Part): Promise<Connection | null> {
    const client = await this.clients.findById(realm, clientId);
    return client && { client, scopes, since };
  }
}

const nameOf = ({ client }: Connection): string => client.name ?? client.clientId;

function merged(parts: readonly Part[]): Part[] {
  const byClient = new Map<string, Part>();
  for (const part of parts) {
    const { scopes, since } = byClient.get(part.clientId) ?? part;
    const all = [...new Set([...scopes, ...part.scopes])];
    byClient.set(part.clientId, { clientId: part.clientId, scopes: all, since: Math.min(since, part.since) });
  }
  return [...byClient.values()];
}
