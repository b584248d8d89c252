import { Injectable } from '@nestjs/common';
import { Grant, type GrantRequest } from '../../src/oauth/grants/grant.js';
import { requestedScope } from '../../src/oauth/token/requested-scope.js';
import { invalidGrant } from '../../src/protocol/oauth-error.js';
import type { IssuedTokens } from '../../src/tokens/token.types.js';
import { TokensService } from '../../src/tokens/tokens.service.js';

/** A token for whoever brings a voucher. */
@Injectable()
export class VoucherGrant extends Grant {
  readonly type = 'https://grants.example.com/voucher';
  readonly parameters = { once: ['voucher', 'scope'], repeatable: ['resource'] };
  readonly clientRule = 'confidential';

  constructor(private readonly tokens: TokensService) {
    super();
  }

  async handle({ realm, client, parameters, at, request }: GrantRequest): Promise<IssuedTokens> {
    const voucher = parameters.require('voucher');
    const scope = requestedScope(client, parameters);
    if (voucher !== 'open-sesame') throw invalidGrant('There is no such voucher.');
    const resources = parameters.all('resource');
    return this.tokens.issueForClient(realm, client, { at, request, grantType: this.type, scope, resources });
  }
}
