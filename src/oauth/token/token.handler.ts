import { Inject, Injectable } from '@nestjs/common';
import type { Client } from '../../clients/client.types.js';
import { Metrics } from '../../metrics/metrics.js';
import { invalidRequest, OAuthError } from '../../protocol/oauth-error.js';
import {
  readParameters,
  type DeclaredParameters,
  type Parameters,
  type RawParameters,
} from '../../protocol/parameters.js';
import type { Realm } from '../../realms/realm.types.js';
import type { IssuedTokens } from '../../tokens/token.types.js';
import type { HolderRefresh, TokenAnswer, TokenRequest } from '../authorization-server.types.js';
import { ClientAuthenticator } from '../client-auth/client-authenticator.js';
import type { Grant, GrantRequest } from '../grants/grant.js';
import { GRANTS_BY_TYPE, type Grants } from '../grants/grants.js';
import { HolderRefreshHandler } from './holder-refresh.handler.js';

/** Whose request it is. */
type Asker = Pick<GrantRequest, 'client' | 'withoutClient'>;

/** The token endpoint (RFC 6749 section 3.2): whose request it is, which grant it asks for, whether that client may use it. */
@Injectable()
export class TokenHandler {
  private readonly declared: ReadonlyMap<string, DeclaredParameters>;
  private readonly undecided: DeclaredParameters;

  constructor(
    @Inject(GRANTS_BY_TYPE) private readonly grants: Grants,
    private readonly authenticator: ClientAuthenticator,
    private readonly metrics: Metrics,
    private readonly holders: HolderRefreshHandler,
  ) {
    const common = ['grant_type', ...authenticator.parameters];
    this.undecided = {
      once: common,
      repeatable: [...grants.values()].flatMap(({ parameters }) => parameters.repeatable ?? []),
    };
    this.declared = new Map(
      [...grants].map(([type, { parameters }]) => [type, { ...parameters, once: [...common, ...parameters.once] }]),
    );
  }

  /** A refresh token that comes alone. @throws OAuthError `invalid_grant` */
  refreshWithoutClient(realm: Realm, refresh: HolderRefresh): Promise<IssuedTokens> {
    return this.holders.handle(realm, refresh);
  }

  async handle(realm: Realm, command: TokenRequest): Promise<TokenAnswer> {
    const parameters = this.read(command.parameters);
    const { at, request, terms } = command;
    const { client, withoutClient } = await this.askerOf(realm, command, parameters);
    if (command.encoding === 'json' && !client.acceptsJson) throw FORM_ONLY();
    const grant = this.grantFor(client, parameters.require('grant_type'));
    const asked = { realm, client, parameters, at, request, terms, withoutClient };
    const tokens = await grant.handle(asked);
    this.metrics.tokenIssued(grant.type);
    return { client, tokens };
  }

  private async askerOf(realm: Realm, command: TokenRequest, parameters: Parameters): Promise<Asker> {
    if (command.client) return { client: command.client };
    const { authorization, request } = command;
    const named = { authorization, parameters, request };
    const found = this.authenticator.isAnonymous(named) ? await this.findClient(realm, parameters) : null;
    if (found) return { client: found, withoutClient: true };
    return { client: await this.authenticator.identify(realm, named) };
  }

  private async findClient(realm: Realm, parameters: Parameters): Promise<Client | null> {
    const grant = this.grants.get(parameters.get('grant_type') ?? '');
    return (await grant?.clientOf?.(realm, parameters)) ?? null;
  }

  /** Reads what the grant declares that the request names; without a known one, what every request may have. */
  private read(raw: RawParameters): Parameters {
    const type = raw.find(([name]) => name === 'grant_type')?.[1];
    return readParameters(raw, this.declared.get(type ?? '') ?? this.undecided);
  }

  private grantFor(client: Client, type: string): Grant {
    const grant = this.grants.get(type);
    if (!grant) throw new OAuthError('unsupported_grant_type', 'The server does not know this grant type.');
    const barred = grant.clientRule === 'confidential' && client.type === 'public';
    if (barred || !client.grantTypes.includes(type)) {
      throw new OAuthError('unauthorized_client', 'The client may not use this grant type.');
    }
    return grant;
  }
}

const FORM_ONLY = (): OAuthError =>
  invalidRequest('The body must be application/x-www-form-urlencoded: the client is not registered for JSON.');
