import { Injectable } from '@nestjs/common';
import { GRANT_TYPES } from '../../protocol/names.js';
import type { IssuedTokens } from '../../tokens/token.types.js';
import { TokensService } from '../../tokens/tokens.service.js';
import { requestedScope } from '../token/requested-scope.js';
import { Grant, type GrantRequest } from './grant.js';

/** A client acts for itself (RFC 6749 section 4.4): an access token, and no refresh token but on a dialect's terms. */
@Injectable()
export class ClientCredentialsGrant extends Grant {
  readonly type = GRANT_TYPES.clientCredentials;
  readonly parameters = { once: ['scope'], repeatable: ['resource'] };
  readonly clientRule = 'confidential';

  constructor(private readonly tokens: TokensService) {
    super();
  }

  async handle({ realm, client, parameters, at, request, terms }: GrantRequest): Promise<IssuedTokens> {
    const scope = requestedScope(client, parameters);
    const resources = parameters.all('resource');
    const issuance = { at, request, grantType: this.type, scope, resources };
    if (!terms?.clientGrant) return this.tokens.issueForClient(realm, client, issuance);
    const { policy, attributes } = terms;
    return this.tokens.startGrant(realm, client, null, { ...issuance, policy, attributes, withRefresh: true });
  }
}
