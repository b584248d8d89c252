import { Injectable } from '@nestjs/common';
import type { Client, NewClient } from '../../clients/client.types.js';
import { ClientsService } from '../../clients/clients.service.js';
import { RealmsService } from '../../realms/realms.service.js';
import { CommandWrites } from './command-writes.service.js';

@Injectable()
export class ClientManagement {
  constructor(
    private readonly realms: RealmsService,
    private readonly clients: ClientsService,
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
}
