import { Injectable } from '@nestjs/common';
import type { RequestInfo } from '../../audit/audit.types.js';
import type { Client } from '../../clients/client.types.js';
import { AuthorizationServer } from '../../oauth/authorization-server.service.js';
import { OAuthError } from '../../protocol/oauth-error.js';
import type { Realm } from '../../realms/realm.types.js';
import type { Grant, GrantPolicy } from '../../tokens/grant.types.js';
import type { IssuedTokens } from '../../tokens/token.types.js';
import { TokensService } from '../../tokens/tokens.service.js';
import type { User } from '../../users/user.types.js';
import { refreshTokenRefused } from './gtwy.errors.js';

/** What the audit record calls the way by which these grants came about. */
const GRANT_TYPE = 'gtwy';

/** Clients of this dialect keep one refresh token, and show it without saying who they are. */
const POLICY: GrantPolicy = { refreshTokens: 'reuse', refreshWithoutAuthentication: true };

export interface Asked {
  /** When the request arrived, UTC milliseconds. */
  readonly at: number;
  readonly request: RequestInfo;
}

@Injectable()
export class GtwyTokens {
  constructor(
    private readonly tokens: TokensService,
    private readonly server: AuthorizationServer,
  ) {}

  start(realm: Realm, client: Client, user: User, asked: Asked): Promise<IssuedTokens> {
    const { defaultScopes: scope } = client;
    const start = { ...asked, grantType: GRANT_TYPE, scope, resources: [], withRefresh: true, policy: POLICY };
    return this.tokens.startGrant(realm, client, user, start);
  }

  /** @throws WireError 401, whatever is wrong with the token. */
  async refresh(realm: Realm, refreshToken: string, asked: Asked): Promise<IssuedTokens> {
    const holder = await this.tokens.holderOf(realm, refreshToken);
    if (!holder || !isReusable(holder.grant)) throw refreshTokenRefused();
    try {
      return await this.server.refreshWithoutClient(realm, { ...asked, refreshToken });
    } catch (error) {
      throw error instanceof OAuthError && error.status < 500 ? refreshTokenRefused(error) : error;
    }
  }
}

/** Any other token would be used up, and the answer of this dialect has no place for its successor. */
const isReusable = ({ policy }: Grant): boolean => policy.refreshTokens === POLICY.refreshTokens;
