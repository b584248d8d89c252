import { Injectable } from '@nestjs/common';
import type { Client } from '../../clients/client.types.js';
import { ClientsService } from '../../clients/clients.service.js';
import { isAuthenticatedBy, type CompactJws } from '../../kernel/compact-jws.js';
import { CLIENT_AUTH_METHODS } from '../../protocol/names.js';
import type { Realm } from '../../realms/realm.types.js';
import { ClientAssertions } from './client-assertions.service.js';
import { ClientAuthMethod, type ClientAuthRequest } from './client-auth-method.js';

/** Stands in for the secret of a client that does not exist, so that its answer takes as long. */
const NOBODY = Buffer.alloc(32);

/** An assertion made with the secret of the client by HMAC (RFC 7523, OpenID Connect Core section 9). */
@Injectable()
export class ClientSecretJwtMethod extends ClientAuthMethod {
  readonly name = CLIENT_AUTH_METHODS.secretJwt;
  readonly parameters = [];
  readonly proves = true;
  override readonly algorithms = ['HS256'] as const;

  constructor(
    private readonly assertions: ClientAssertions,
    private readonly clients: ClientsService,
  ) {
    super();
  }

  present({ parameters }: ClientAuthRequest): readonly string[] | null {
    const found = this.assertions.find(parameters);
    const algorithm = found?.jws?.header['alg'];
    return found && typeof algorithm === 'string' && algorithm.startsWith('HS') ? found.clientIds : null;
  }

  verify(realm: Realm, client: Client | null, { parameters }: ClientAuthRequest): Promise<boolean> {
    return this.assertions.prove(realm, client, parameters, (jws) => this.isSigned(realm, client, jws));
  }

  /** Either of two secrets, while one is changed for the other. */
  private async isSigned(realm: Realm, client: Client | null, jws: CompactJws): Promise<boolean> {
    if (jws.header['alg'] !== 'HS256') return false;
    const secrets = client ? await this.clients.assertionSecrets(realm, client) : [NOBODY];
    return secrets.map((secret) => isAuthenticatedBy(jws, secret)).includes(true) && client !== null;
  }
}
