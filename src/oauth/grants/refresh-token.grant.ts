import { Injectable } from '@nestjs/common';
import type { Client } from '../../clients/client.types.js';
import { GRANT_TYPES } from '../../protocol/names.js';
import type { Parameters } from '../../protocol/parameters.js';
import type { Realm } from '../../realms/realm.types.js';
import type { IssuedTokens } from '../../tokens/token.types.js';
import { TokensService } from '../../tokens/tokens.service.js';
import { IdTokens } from '../openid/id-tokens.service.js';
import { needsNoProof } from '../token/may-refresh.js';
import { scopeParameter } from '../token/requested-scope.js';
import { Grant, type GrantRequest } from './grant.js';

/** New tokens of a grant that was made before (RFC 6749 section 6). */
@Injectable()
export class RefreshTokenGrant extends Grant {
  readonly type = GRANT_TYPES.refreshToken;
  readonly parameters = { once: ['refresh_token', 'scope'], repeatable: ['resource'] };
  readonly clientRule = 'any';

  constructor(
    private readonly tokens: TokensService,
    private readonly idTokens: IdTokens,
  ) {
    super();
  }

  /** Only by the client's own registration: the terms of a dialect's grant hold at the dialect's endpoints. */
  override async clientOf(realm: Realm, parameters: Parameters): Promise<Client | null> {
    const holder = await this.tokens.holderOf(realm, parameters.get('refresh_token') ?? '');
    return holder && needsNoProof(holder.client) ? holder.client : null;
  }

  async handle({ realm, client, parameters, ...asked }: GrantRequest): Promise<IssuedTokens> {
    const { at, request, withoutClient: rotates } = asked;
    const presented = parameters.require('refresh_token');
    const scope = scopeParameter(parameters);
    const resources = parameters.all('resource');
    const refresh = { at, request, scope, resources, rotates };
    const issued = await this.tokens.refresh(realm, client, presented, refresh);
    return this.idTokens.accompany(realm, client, issued, 'refresh');
  }
}
