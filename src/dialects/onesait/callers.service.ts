import { Injectable } from '@nestjs/common';
import type { Client } from '../../clients/client.types.js';
import { AuthorizationServer } from '../../oauth/authorization-server.service.js';
import type { ClientRequest } from '../../oauth/authorization-server.types.js';
import { OAuthError, type RefusalReason } from '../../protocol/oauth-error.js';
import type { Realm } from '../../realms/realm.types.js';
import { RealmsService } from '../../realms/realms.service.js';
import { claimOf, CREDENTIAL_FIELDS, type Claim, type OnesaitCall } from './call.mapper.js';
import { basicRefused, because, credentialsMissing, formRefused } from './onesait.errors.js';

/** A realm that has proven to be the caller by its key: in this dialect a realm is its own client. */
export interface Caller {
  readonly realm: Realm;
  readonly client: Client;
}

/** Finds the realm that a call comes from: it names itself in its credentials, for most paths of the dialect name none. */
@Injectable()
export class OnesaitCallers {
  constructor(
    private readonly realms: RealmsService,
    private readonly server: AuthorizationServer,
  ) {}

  /**
   * @throws OAuthError `invalid_client` with the reason `no_credentials` or `wrong_credentials`: for an unknown realm, a
   * wrong key, and a realm that is not the path's.
   * @throws DomainError `not_found` for a path below a realm that is unknown or disabled.
   */
  async identify(call: OnesaitCall): Promise<Caller> {
    const bound = call.realmName === undefined ? null : await this.realms.getEnabled(call.realmName);
    const claim = claimOf(call);
    if (!claim) throw refused('no_credentials', 'The request has no credentials.');
    const realm = bound ?? (await this.firstEnabled(claim.names));
    if (!realm || !claim.names.includes(realm.name)) throw refused('wrong_credentials', 'No such realm is meant here.');
    const client = await this.server.authenticate(realm, credentialsOf(call, claim));
    if (client.origin !== 'realm') throw refused('wrong_credentials', 'The client is not the realm itself.');
    return { realm, client };
  }

  /** The same where a call without a caller is refused as the token endpoint does it. @throws WireError */
  async require(call: OnesaitCall): Promise<Caller> {
    try {
      return await this.identify(call);
    } catch (error) {
      throw callerRefusal(error, call);
    }
  }

  private async firstEnabled(names: readonly string[]): Promise<Realm | null> {
    for (const name of names) {
      const realm = await this.realms.find(name);
      if (realm?.enabled) return realm;
    }
    return null;
  }
}

/** Beside Basic a secret in the form is a second proof, which is refused; a `client_id` there is only compared, later. */
function credentialsOf({ authorization, parameters, request }: OnesaitCall, { by }: Claim): ClientRequest {
  const fields = by === 'form' ? CREDENTIAL_FIELDS : ['client_secret'];
  return { authorization, request, parameters: parameters.filter(([name]) => fields.includes(name)) };
}

const refused = (reason: RefusalReason, detail: string): OAuthError =>
  new OAuthError('invalid_client', '', { reason, detail });

/** @param error returned as it is unless it says that the caller is not known. */
export function callerRefusal(error: unknown, call: OnesaitCall): unknown {
  if (!(error instanceof OAuthError) || error.code !== 'invalid_client') return error;
  if (error.reason === 'no_credentials') return because(credentialsMissing(), error);
  return because(claimOf(call)?.by === 'form' ? formRefused() : basicRefused(), error);
}
