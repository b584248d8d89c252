import { Injectable } from '@nestjs/common';
import { ClientsService } from '../clients/clients.service.js';
import type { Client } from '../clients/client.types.js';
import type { Realm } from '../realms/realm.types.js';
import type { Grant } from './grant.types.js';
import { hashOf, isValueOf } from './token-value.js';
import { TokensRepository } from './tokens.repository.js';

/** Whose a refresh token is. */
export interface RefreshHolder {
  readonly client: Client;
  readonly grant: Grant;
}

/** Finds the client of a refresh token that comes without a word about it. Judges nothing: that is the refresh's to do. */
@Injectable()
export class RefreshHolders {
  constructor(
    private readonly tokens: TokensRepository,
    private readonly clients: ClientsService,
  ) {}

  /** Of used and expired tokens too; null for what is no refresh token of this realm. */
  async find(realm: Realm, presented: string): Promise<RefreshHolder | null> {
    const token = isValueOf('refresh', presented) ? await this.tokens.find(realm, 'refresh', hashOf(presented)) : null;
    if (!token?.grant) return null;
    const client = await this.clients.findById(realm, token.clientId);
    return client && { client, grant: token.grant };
  }
}
