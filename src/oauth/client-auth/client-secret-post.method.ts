import { Injectable } from '@nestjs/common';
import type { Client } from '../../clients/client.types.js';
import { ClientsService } from '../../clients/clients.service.js';
import { CLIENT_AUTH_METHODS } from '../../protocol/names.js';
import type { Realm } from '../../realms/realm.types.js';
import { ClientAuthMethod, type ClientAuthRequest } from './client-auth-method.js';

/** Id and secret as form parameters (RFC 6749 section 2.3.1). */
@Injectable()
export class ClientSecretPostMethod extends ClientAuthMethod {
  readonly name = CLIENT_AUTH_METHODS.post;
  readonly parameters = ['client_secret'];
  readonly proves = true;

  constructor(private readonly clients: ClientsService) {
    super();
  }

  present({ parameters }: ClientAuthRequest): readonly string[] | null {
    if (parameters.get('client_secret') === undefined) return null;
    const clientId = parameters.get('client_id');
    return clientId === undefined ? [] : [clientId];
  }

  async verify(realm: Realm, client: Client | null, { parameters }: ClientAuthRequest): Promise<boolean> {
    return this.clients.verifySecret(realm, client, parameters.require('client_secret'));
  }
}
