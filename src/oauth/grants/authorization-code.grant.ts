import { Injectable } from '@nestjs/common';
import { GRANT_TYPES } from '../../protocol/names.js';
import { CodesService } from '../../tokens/codes/codes.service.js';
import type { IssuedTokens } from '../../tokens/token.types.js';
import { IdTokens } from '../openid/id-tokens.service.js';
import { mayRefresh } from '../token/may-refresh.js';
import { Grant, type GrantRequest } from './grant.js';

/** What a user has authorized at the authorization endpoint, for the code that says so (RFC 6749 section 4.1.3). */
@Injectable()
export class AuthorizationCodeGrant extends Grant {
  readonly type = GRANT_TYPES.authorizationCode;
  readonly parameters = { once: ['code', 'redirect_uri', 'code_verifier'], repeatable: ['resource'] };
  readonly clientRule = 'any';

  constructor(
    private readonly codes: CodesService,
    private readonly idTokens: IdTokens,
  ) {
    super();
  }

  async handle({ realm, client, parameters, at, request, terms = {} }: GrantRequest): Promise<IssuedTokens> {
    const code = parameters.require('code');
    const checks = { redirectUri: parameters.get('redirect_uri'), codeVerifier: parameters.get('code_verifier') };
    const { policy, attributes } = terms;
    const issued = await this.codes.redeem(realm, client, code, {
      at,
      request,
      checks,
      resources: parameters.all('resource'),
      withRefresh: mayRefresh(client),
      policy,
      attributes,
    });
    return this.idTokens.accompany(realm, client, issued, 'redemption');
  }
}
