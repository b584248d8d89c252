import { Injectable } from '@nestjs/common';
import type { FreshToken } from '../../connections/vault/token.types.js';
import { TokenExchanges } from '../../connections/proxy/token-exchange.service.js';
import { DomainError } from '../../kernel/domain-error.js';
import { ACCESS_TOKEN_TYPE, CONN_SCOPES, GRANT_TYPES } from '../../protocol/names.js';
import { invalidRequest, OAuthError } from '../../protocol/oauth-error.js';
import type { Parameters } from '../../protocol/parameters.js';
import type { LiveToken } from '../../tokens/token.types.js';
import { TokensService } from '../../tokens/tokens.service.js';
import type { ExchangedToken } from '../authorization-server.types.js';
import { concerns } from '../token/concerns.js';
import { Grant, type GrantRequest } from './grant.js';

/** What the endpoint for the same tokens asks of its callers, a client has to be allowed before it gets them here. */
const NEEDED_SCOPE = CONN_SCOPES.token;
const AUDIENCE = /^urn:realmgate:connection:([0-9a-f-]{36})$/;
/** Seconds, where the other server has not said. */
const UNAVAILABLE_RETRY = 5;

type UserToken = LiveToken & { readonly user: NonNullable<LiveToken['user']> };

/**
 * The access token of a user's connection, for a client that shows the user's token (RFC 8693): one of ours, issued to that
 * client or meant for it. What comes out was issued by the connected service, and is bound by its rules alone.
 */
@Injectable()
export class TokenExchangeGrant extends Grant {
  readonly type = GRANT_TYPES.tokenExchange;
  readonly parameters = {
    once: [
      'subject_token',
      'subject_token_type',
      'requested_token_type',
      'actor_token',
      'actor_token_type',
      'connection_id',
      'scope',
    ],
    repeatable: ['audience', 'resource'],
  };
  readonly clientRule = 'confidential';

  constructor(
    private readonly tokens: TokensService,
    private readonly exchanges: TokenExchanges,
  ) {
    super();
  }

  async handle(asked: GrantRequest): Promise<ExchangedToken> {
    const { realm, client, parameters, request } = asked;
    if (!client.scopes.includes(NEEDED_SCOPE))
      throw new OAuthError('unauthorized_client', `The client may not have the scope ${NEEDED_SCOPE}.`);
    const configId = targetOf(parameters);
    refuseWhatIsNotOffered(parameters);
    const subject = await this.subject(asked);
    const target = { configId, connectionId: parameters.get('connection_id') };
    const token = await this.exchanges
      .exchange(realm, subject.user, { client, request }, target)
      .catch((error: unknown) => {
        throw error instanceof DomainError ? inWordsOfOAuth(error) : error;
      });
    return handedOn(token, asked.at);
  }

  /** Whatever is wrong with it, it is told in the same words (section 2.2.2). */
  private async subject({ realm, client, parameters }: GrantRequest): Promise<UserToken> {
    const presented = parameters.require('subject_token');
    if (parameters.require('subject_token_type') !== ACCESS_TOKEN_TYPE)
      throw invalidRequest(`subject_token_type has to be ${ACCESS_TOKEN_TYPE}.`);
    const token = await this.tokens.judge(realm, presented);
    if (token?.kind === 'access' && isOfUser(token) && concerns(client, token)) return token;
    throw invalidRequest('The subject token is not a live access token of a user for this client.');
  }
}

const isOfUser = (token: LiveToken): token is UserToken => token.user !== null;

function targetOf(parameters: Parameters): string {
  const [audience, ...others] = parameters.all('audience');
  if (audience === undefined) throw invalidRequest('The parameter audience is missing.');
  const [, configId] = AUDIENCE.exec(audience) ?? [];
  if (configId === undefined || others.length > 0 || parameters.all('resource').length > 0)
    throw invalidTarget('The audience has to be one connection: urn:realmgate:connection:{id of its config}.');
  return configId;
}

function refuseWhatIsNotOffered(parameters: Parameters): void {
  if (parameters.get('actor_token') !== undefined || parameters.get('actor_token_type') !== undefined)
    throw invalidRequest('Actor tokens are not taken.');
  const wanted = parameters.get('requested_token_type');
  if (wanted !== undefined && wanted !== ACCESS_TOKEN_TYPE)
    throw invalidRequest(`requested_token_type can only be ${ACCESS_TOKEN_TYPE}.`);
  if (parameters.get('scope') !== undefined)
    throw new OAuthError('invalid_scope', 'The scope of a connection is settled when it is made.');
}

const invalidTarget = (description: string): OAuthError => new OAuthError('invalid_target', description);

function inWordsOfOAuth(error: DomainError): OAuthError {
  const { code, message, fields, retryAfter = UNAVAILABLE_RETRY } = error;
  switch (code) {
    case 'reauth_required':
      return new OAuthError('interaction_required', message, { detail: code });
    case 'invalid':
      return invalidRequest([message, ...fields.map(({ field, message: why }) => `${field} ${why}.`)].join(' '));
    case 'connection_not_found':
    case 'token_release_denied':
    case 'provider_config_error':
    case 'not_found':
      return new OAuthError('invalid_target', 'There is no such connection, or its tokens are not given out.', {
        detail: code,
      });
    default:
      return new OAuthError('temporarily_unavailable', '', { detail: code, retryAfter });
  }
}

const handedOn = ({ accessToken, tokenType, expiresAt, scopes }: FreshToken, at: number): ExchangedToken => ({
  accessToken,
  tokenType,
  issuedTokenType: ACCESS_TOKEN_TYPE,
  expiresInSeconds: expiresAt === null ? null : Math.max(0, Math.floor((expiresAt - at) / 1000)),
  scope: scopes,
});
