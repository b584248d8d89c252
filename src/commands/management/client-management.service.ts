import { Injectable } from '@nestjs/common';
import type { Client, NewClient } from '../../clients/client.types.js';
import { ClientsService } from '../../clients/clients.service.js';
import type { InitialAccessToken, NewInitialAccessToken } from '../../clients/initial-access-token.types.js';
import { InitialAccessTokens } from '../../clients/initial-access-tokens.service.js';
import { RealmsService } from '../../realms/realms.service.js';
import { CommandWrites } from './command-writes.service.js';

@Injectable()
export class ClientManagement {
  constructor(
    private readonly realms: RealmsService,
    private readonly clients: ClientsService,
    private readonly initialTokens: InitialAccessTokens,
    private readonly writes: CommandWrites,
  ) {}

  /**
   * @returns the secret when it was generated
   * @throws DomainError `not_found`, `invalid` or `conflict`
   */
  async create(realmName: string, input: NewClient): Promise<{ client: Client; clientSecret?: string }> {
    const realm = await this.realms.get(realmName);
    const write = { type: 'admin.client.created', target: input.clientId, fields: Object.keys(input) } as const;
    return this.writes.run(realm, write, () => this.clients.create(realm, input));
  }

  /** @returns the token too, readable this once. @throws DomainError `not_found` or `invalid` */
  async createInitialToken(
    realmName: string,
    input: NewInitialAccessToken,
  ): Promise<InitialAccessToken & { readonly token: string }> {
    const realm = await this.realms.get(realmName);
    const write = {
      type: 'admin.initial_access_token.created',
      target: realmName,
      fields: Object.keys(input),
    } as const;
    return this.writes.run(realm, write, () => this.initialTokens.create(realm, input));
  }
}
