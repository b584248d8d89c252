import { Inject, Injectable } from '@nestjs/common';
import type { Suspicion } from '../../attempts/attempts.types.js';
import { AuditService } from '../../audit/audit.service.js';
import { AUDIT_EVENTS, type RequestInfo } from '../../audit/audit.types.js';
import type { Client } from '../../clients/client.types.js';
import { ClientsService } from '../../clients/clients.service.js';
import { RegisteredClients } from '../../clients/registered-clients.service.js';
import { invalidRequest, OAuthError, type RefusalReason } from '../../protocol/oauth-error.js';
import { readParameters } from '../../protocol/parameters.js';
import type { Realm } from '../../realms/realm.types.js';
import type { ClientRequest } from '../authorization-server.types.js';
import { isBasic } from './basic-credentials.js';
import { BASIC_CHALLENGE } from './basic.strategy.js';
import { ClientAuthMethod, type ClientAuthRequest } from './client-auth-method.js';
import { CLIENT_AUTH_METHODS_BY_NAME, type ClientAuthMethods } from './client-auth-methods.js';
import { SecretGuesses, type GuessesSeen } from './secret-guesses.service.js';

/** Everything that is known of a request before it is known whose it is. */
interface Unproven extends ClientAuthRequest {
  readonly request: RequestInfo;
}

interface Claim {
  readonly method: ClientAuthMethod;
  readonly clientIds: readonly string[];
}

/** One that the request may come from; null for an id that no client has. */
interface Candidate {
  readonly client: Client | null;
  /** Null where nothing is guessed. */
  readonly seen: GuessesSeen | null;
}

/** What a request is put to, and what is suspected of its secrets so far. */
interface Trial {
  readonly realm: Realm;
  readonly method: ClientAuthMethod;
  readonly request: Unproven;
  readonly suspicions: Suspicion[];
}

/** Finds out which client a request comes from (RFC 6749 section 2.3): by one method, and one that the client is registered for. */
@Injectable()
export class ClientAuthenticator {
  /** The form parameters that the methods read: an endpoint declares them beside its own. */
  readonly parameters: readonly string[];

  constructor(
    @Inject(CLIENT_AUTH_METHODS_BY_NAME) private readonly methods: ClientAuthMethods,
    private readonly clients: ClientsService,
    private readonly guesses: SecretGuesses,
    private readonly audit: AuditService,
    private readonly registered: RegisteredClients,
  ) {
    this.parameters = ['client_id', ...[...methods.values()].flatMap((method) => method.parameters)];
  }

  /** Whether a request says nothing at all of a client: no header, no id, no secret. */
  isAnonymous({ authorization, parameters }: ClientAuthRequest): boolean {
    return authorization === undefined && this.parameters.every((name) => parameters.get(name) === undefined);
  }

  /**
   * @throws OAuthError `invalid_client` in the same words for every cause, `invalid_request` for two methods at once or
   * for a second, different `client_id`, and 429 after too many failures from that address.
   */
  authenticate(realm: Realm, { authorization, parameters, request }: ClientRequest): Promise<Client> {
    const read = readParameters(parameters, { once: this.parameters });
    return this.identify(realm, { authorization, parameters: read, request });
  }

  /** The same, of parameters that an endpoint has read together with its own. */
  async identify(realm: Realm, request: Unproven): Promise<Client> {
    const { method, clientIds } = this.onlyClaim(request);
    const candidates = await Promise.all(clientIds.map((clientId) => this.find(realm, method, clientId, request)));
    const trial: Trial = { realm, method, request, suspicions: [] };
    try {
      for (const candidate of candidates) {
        const client = await this.proven(candidate, trial);
        if (client) return await this.admit(realm, agreeing(client, request));
      }
      return await this.refuse(candidates[0]?.client ?? null, trial);
    } finally {
      for (const suspicion of trial.suspicions) suspicion.end();
    }
  }

  /** Those that registered themselves are kept for as long as they are used. */
  private async admit(realm: Realm, client: Client): Promise<Client> {
    if (client.origin === 'registration') await this.registered.touch(realm, client);
    return client;
  }

  private onlyClaim(request: Unproven): Claim {
    const claims: Claim[] = [];
    for (const method of this.methods.values()) {
      const clientIds = method.present(request);
      if (clientIds) claims.push({ method, clientIds });
    }
    const proofs = claims.filter(({ method }) => method.proves);
    if (proofs.length > 1) throw invalidRequest('The request authenticates the client in more than one way.');
    const claim = proofs[0] ?? claims[0];
    if (!claim) throw invalidClient(request, 'no_credentials', 'The request names no client.');
    return claim;
  }

  private async find(
    realm: Realm,
    method: ClientAuthMethod,
    clientId: string,
    { request }: Unproven,
  ): Promise<Candidate> {
    const [client, seen] = await Promise.all([
      this.clients.find(realm, clientId),
      method.proves ? this.guesses.look(realm, clientId, request.address) : null,
    ]);
    return { client, seen };
  }

  private async proven({ client, seen }: Candidate, trial: Trial): Promise<Client | null> {
    const { realm, method, request, suspicions } = trial;
    const right = await method.verify(realm, client, request);
    const usable = client?.enabled && client.tokenEndpointAuthMethods.includes(method.name) ? client : null;
    if (!seen) return right ? usable : null;
    // Nothing is awaited between a look at a secret and its suspicion: a right guess that comes next has to know of it.
    const { address } = request.request;
    if (!client || !right) suspicions.push(this.guesses.wrong(realm, client, address));
    else if (!usable) suspicions.push(this.guesses.useless(realm, client, address));
    else {
      const heldBack = await this.guesses.heldBack(realm, usable, address, seen);
      if (!heldBack) return usable;
      suspicions.push(heldBack);
    }
    return null;
  }

  /** An id that no client has is not recorded: it may well be a secret in the wrong place. */
  private async refuse(client: Client | null, { realm, method, request, suspicions }: Trial): Promise<never> {
    const { id, address } = request.request;
    if (await this.guesses.count(realm, suspicions, address)) throw tooManyFailures();
    const failure = { type: AUDIT_EVENTS.clientAuthenticationFailed, outcome: 'failure' } as const;
    await this.audit.record(realm, { ...failure, clientId: client?.clientId, address, requestId: id });
    throw invalidClient(request, 'wrong_credentials', `No client is proven by ${method.name}.`);
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
    detail: 'Too many failures to authenticate from this address.',
  });
