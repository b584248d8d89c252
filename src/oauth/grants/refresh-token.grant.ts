import { Injectable } from '@nestjs/common';
import { GRANT_TYPES } from '../../protocol/names.js';
import type { IssuedTokens } from '../../tokens/token.types.js';
import { TokensService } from '../../tokens/tokens.service.js';
import { scopeParameter } from '../token/requested-scope.js';
import { Grant, type GrantRequest } from './grant.js';

/** New tokens of a grant that was made before (RFC 6749 section 6). */
@Injectable()
export class RefreshTokenGrant extends Grant {
  readonly type = GRANT_TYPES.refreshToken;
  readonly parameters = { once: ['refresh_token', 'scope'], repeatable: ['resource'] };
  readonly clientRule = 'any';

  constructor(private readonly tokens: TokensService) {
    super();
  }

  async handle({ realm, client, parameters, at, request }: GrantRequest): Promise<IssuedTokens> {
    const presented = parameters.require('refresh_token');
    const scope = scopeParameter(parameters);
    const resources = parameters.all('resource');
    return this.tokens.refresh(realm, client, presented, { at, request, scope, resources });
  }
}
