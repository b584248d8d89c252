import { Injectable } from '@nestjs/common';
import { invalidRequest } from '../../protocol/oauth-error.js';
import { readParameters, type RawParameters } from '../../protocol/parameters.js';
import type { Realm } from '../../realms/realm.types.js';
import type { ClientRequest } from '../authorization-server.types.js';
import { ClientAuthenticator } from '../client-auth/client-authenticator.js';
import { Admission } from './admission.service.js';
import { Draft } from './draft.js';
import { RequestFloods } from './request-floods.service.js';
import { PushedRequests, type PushedReference } from './pushed-requests.service.js';
import { AUTHORIZATION_PARAMETERS } from './steps/parameters.step.js';

const { once, repeatable } = AUTHORIZATION_PARAMETERS;
const KEPT: ReadonlySet<string> = new Set([...once, ...repeatable]);

/** Pushed authorization requests (RFC 9126 section 2): judged when they are pushed, and once more when they are used. */
@Injectable()
export class PushHandler {
  constructor(
    private readonly authenticator: ClientAuthenticator,
    private readonly admission: Admission,
    private readonly pushed: PushedRequests,
    private readonly floods: RequestFloods,
  ) {}

  /** @throws OAuthError `invalid_client`, `temporarily_unavailable` with status 429, and whatever the authorization endpoint would say of the request. */
  async handle(realm: Realm, { authorization, parameters: raw, request }: ClientRequest): Promise<PushedReference> {
    const parameters = readParameters(raw, { once: [...this.authenticator.parameters, 'request_uri'], repeatable });
    const client = await this.authenticator.identify(realm, { authorization, parameters, request });
    await this.floods.count(realm, 'pushed_request', { clientId: client.id, address: request.address });
    if (parameters.get('request_uri') !== undefined) {
      throw invalidRequest('A request is pushed itself, and not by a request_uri.');
    }
    const asked: RawParameters = [['client_id', client.clientId], ...raw.filter(([name]) => name !== 'client_id')];
    const admitted = await this.admission.admit(Draft.of(realm, asked));
    if (!(admitted instanceof Draft)) throw admitted.error;
    // What proves the client is for this request alone: it is kept nowhere.
    return this.pushed.push(
      realm,
      client,
      admitted.raw.filter(([name]) => KEPT.has(name)),
    );
  }
}
