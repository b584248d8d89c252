import { Injectable } from '@nestjs/common';
import type { Client } from '../clients/client.types.js';
import { invalidGrant } from '../protocol/oauth-error.js';
import type { Realm } from '../realms/realm.types.js';
import { UsersService } from '../users/users.service.js';
import { isInForce } from './liveness.rules.js';
import { narrowedResources, narrowedScope } from './narrowing.rules.js';
import type { PresentedRefresh, Redemption } from './redemption.js';
import { hashOf, isValueOf } from './token-value.js';
import { TokensRepository } from './tokens.repository.js';
import type { FoundToken, RefreshRequest } from './token.types.js';

/** Every check of a refresh but whether the token was used before. Changes nothing. */
@Injectable()
export class RefreshCheck {
  constructor(
    private readonly tokens: TokensRepository,
    private readonly users: UsersService,
  ) {}

  /** @throws OAuthError `invalid_grant` */
  async check(realm: Realm, client: Client, presented: string, asked: RefreshRequest): Promise<PresentedRefresh> {
    const { at, request } = asked;
    const token = await this.findToken(realm, presented);
    if (token.clientId !== client.id)
      throw invalidGrant('The refresh token was issued to another client.', 'other_client');
    if (token.expiresAt <= at) throw invalidGrant('The refresh token has expired.', 'expired');
    const { grant } = token;
    if (!grant) throw invalidGrant('The grant of the refresh token does not exist any more.', 'ended');
    const user = grant.userId === null ? null : await this.users.findById(realm, grant.userId);
    if (!isInForce(grant, { realm, client, user }, at)) throw invalidGrant('The grant is over.', 'ended');
    return { realm, client, user, grant, presented, token, at, request };
  }

  /**
   * Not asked of a token whose use is a reuse: a thief must not escape notice by asking for too much (requirement 56).
   *
   * @throws OAuthError `invalid_scope` or `invalid_target`
   */
  narrow(refresh: PresentedRefresh, asked: RefreshRequest): Redemption {
    const { grant, client } = refresh;
    const scope = narrowedScope({ granted: grant.scope, registered: client.scopes, requested: asked.scope });
    const resources = narrowedResources({
      granted: grant.resources,
      registered: client.resources,
      requested: asked.resources,
    });
    return { refresh, scope, resources };
  }

  private async findToken(realm: Realm, presented: string): Promise<FoundToken> {
    const token = isValueOf('refresh', presented) ? await this.tokens.find(realm, 'refresh', hashOf(presented)) : null;
    if (!token) throw invalidGrant('The refresh token is unknown in this realm.', 'unknown');
    return token;
  }
}
