import { Inject, Injectable } from '@nestjs/common';
import { AttemptsService } from '../../attempts/attempts.service.js';
import type { AttemptLimit } from '../../attempts/attempts.types.js';
import { AuditService } from '../../audit/audit.service.js';
import { AUDIT_EVENTS, type RequestInfo } from '../../audit/audit.types.js';
import type { Client } from '../../clients/client.types.js';
import { ClientsService } from '../../clients/clients.service.js';
import { Settings } from '../../config/settings.js';
import { invalidRequest, OAuthError, type RefusalReason } from '../../protocol/oauth-error.js';
import { readParameters } from '../../protocol/parameters.js';
import type { Realm } from '../../realms/realm.types.js';
import type { ClientRequest } from '../authorization-server.types.js';
import { isBasic } from './basic-credentials.js';
import { BASIC_CHALLENGE } from './basic.strategy.js';
import { ClientAuthMethod, type ClientAuthRequest } from './client-auth-method.js';
import { CLIENT_AUTH_METHODS_BY_NAME, type ClientAuthMethods } from './client-auth-methods.js';
import { secretFailures } from './secret-failures.js';

/** Everything that is known of a request before it is known whose it is. */
interface Unproven extends ClientAuthRequest {
  readonly request: RequestInfo;
}

interface Claim {
  readonly method: ClientAuthMethod;
  readonly clientIds: readonly string[];
}

/** Finds out which client a request comes from (RFC 6749 section 2.3): by one method, and one that the client is registered for. */
@Injectable()
export class ClientAuthenticator {
  /** The form parameters that the methods read: an endpoint declares them beside its own. */
  readonly parameters: readonly string[];

  constructor(
    @Inject(CLIENT_AUTH_METHODS_BY_NAME) private readonly methods: ClientAuthMethods,
    private readonly clients: ClientsService,
    private readonly attempts: AttemptsService,
    private readonly audit: AuditService,
    private readonly settings: Settings,
  ) {
    this.parameters = ['client_id', ...[...methods.values()].flatMap((method) => method.parameters)];
  }

  /** Whether a request says nothing at all of a client: no header, no id, no secret. */
  isAnonymous({ authorization, parameters }: ClientAuthRequest): boolean {
    return authorization === undefined && this.parameters.every((name) => parameters.get(name) === undefined);
  }

  /**
   * @throws OAuthError `invalid_client` in the same words for every cause, `invalid_request` for two methods at once or
   * for a second, different `client_id`, and 429 while too many secrets were guessed wrong for that client from there.
   */
  authenticate(realm: Realm, { authorization, parameters, request }: ClientRequest): Promise<Client> {
    const read = readParameters(parameters, { once: this.parameters });
    return this.identify(realm, { authorization, parameters: read, request });
  }

  /** The same, of parameters that an endpoint has read together with its own. */
  async identify(realm: Realm, request: Unproven): Promise<Client> {
    const claim = this.onlyClaim(request);
    for (const clientId of claim.clientIds) {
      const client = await this.check(realm, claim.method, clientId, request);
      if (client) return agreeing(client, request);
    }
    await this.countFailure(realm, claim, request.request);
    throw invalidClient(request, 'wrong_credentials', `No client is proven by ${claim.method.name}.`);
  }

  private onlyClaim(request: Unproven): Claim {
    const claims = [...this.methods.values()].flatMap((method) => {
      const clientIds = method.present(request);
      return clientIds ? [{ method, clientIds }] : [];
    });
    const proofs = claims.filter(({ method }) => method.proves);
    if (proofs.length > 1) throw invalidRequest('The request authenticates the client in more than one way.');
    const claim = proofs[0] ?? claims[0];
    if (!claim) throw invalidClient(request, 'no_credentials', 'The request names no client.');
    return claim;
  }

  private async check(
    realm: Realm,
    method: ClientAuthMethod,
    clientId: string,
    request: Unproven,
  ): Promise<Client | null> {
    const [client, blocked] = await Promise.all([
      this.clients.find(realm, clientId),
      method.proves && this.attempts.isBlocked(realm, this.limit(clientId, request.request)),
    ]);
    if (blocked) throw tooManyFailures();
    const proven = await method.verify(realm, client, request);
    return client?.enabled && client.tokenEndpointAuthMethods.includes(method.name) && proven ? client : null;
  }

  private async countFailure(realm: Realm, { method, clientIds }: Claim, request: RequestInfo): Promise<void> {
    const counted = method.proves ? clientIds : [];
    await Promise.all([
      ...counted.map((clientId) => this.attempts.fail(realm, this.limit(clientId, request))),
      this.recordFailure(realm, clientIds[0] ?? '', request),
    ]);
  }

  /** An id that no client has is not recorded: it may well be a secret in the wrong place. */
  private async recordFailure(realm: Realm, claimed: string, { id, address }: RequestInfo): Promise<void> {
    const client = await this.clients.find(realm, claimed);
    const failure = { type: AUDIT_EVENTS.clientAuthenticationFailed, outcome: 'failure' } as const;
    await this.audit.record(realm, { ...failure, clientId: client?.clientId, address, requestId: id });
  }

  private limit(clientId: string, { address }: RequestInfo): AttemptLimit {
    return secretFailures(clientId, address, this.settings.clientFailuresPerAddress);
  }
}

/** A `client_id` in the body beside Basic is no second method, but it must not speak of another client. */
function agreeing(client: Client, { parameters }: Unproven): Client {
  const named = parameters.get('client_id');
  if (named === undefined || named === client.clientId) return client;
  const reason = 'other_client';
  throw invalidRequest('The parameter client_id differs from the client that the request authenticates.', { reason });
}

function invalidClient({ authorization }: Unproven, reason: RefusalReason, detail: string): OAuthError {
  const challenges = isBasic(authorization) ? [BASIC_CHALLENGE] : [];
  return new OAuthError('invalid_client', '', { detail, reason, challenges });
}

const tooManyFailures = (): OAuthError =>
  new OAuthError('temporarily_unavailable', '', {
    status: 429,
    retryAfter: 60,
    detail: 'Too many wrong secrets for this client from this address.',
  });
