import { Injectable } from '@nestjs/common';
import type { Client } from '../../clients/client.types.js';
import { ClientsService } from '../../clients/clients.service.js';
import { CLIENT_AUTH_METHODS } from '../../protocol/names.js';
import type { Realm } from '../../realms/realm.types.js';
import { isBasic, readBasic } from './basic-credentials.js';
import { ClientBasicStrategy, type BasicRequest, type StrategyOutcome } from './basic.strategy.js';
import { ClientAuthMethod, type ClientAuthRequest } from './client-auth-method.js';

interface Claim extends BasicRequest {
  readonly realm: Realm;
  readonly client: Client | null;
}

/** Id and secret in the `Authorization` header (RFC 6749 section 2.3.1, RFC 7617). */
@Injectable()
export class ClientSecretBasicMethod extends ClientAuthMethod {
  readonly name = CLIENT_AUTH_METHODS.basic;
  readonly parameters = [];
  readonly proves = true;
  private readonly strategy: ClientBasicStrategy<Claim, Client>;

  constructor(clients: ClientsService) {
    super();
    this.strategy = new ClientBasicStrategy(({ realm, client }, clientId, secret, done) => {
      const right = clients.verifySecret(realm, client, secret) && clientId === client?.clientId;
      done(null, right && client);
    });
  }

  present({ authorization }: ClientAuthRequest): readonly string[] | null {
    if (!isBasic(authorization)) return null;
    return [...new Set(readBasic(authorization).map(({ clientId }) => clientId))];
  }

  verify(realm: Realm, client: Client | null, { authorization }: ClientAuthRequest): Promise<boolean> {
    return new Promise((resolve, reject) => {
      const outcome: StrategyOutcome<Client> = {
        success: () => resolve(true),
        fail: () => resolve(false),
        error: reject,
      };
      const attempt: typeof this.strategy & StrategyOutcome<Client> = Object.assign(
        Object.create(this.strategy),
        outcome,
      );
      const claim: Claim = { headers: { authorization }, realm, client };
      attempt.authenticate(claim);
    });
  }
}
