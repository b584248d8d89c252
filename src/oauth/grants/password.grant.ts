import { Injectable } from '@nestjs/common';
import { AuditService } from '../../audit/audit.service.js';
import { AUDIT_EVENTS, type RequestInfo } from '../../audit/audit.types.js';
import type { Client } from '../../clients/client.types.js';
import { GRANT_TYPES } from '../../protocol/names.js';
import { invalidGrant, type OAuthError } from '../../protocol/oauth-error.js';
import type { Realm } from '../../realms/realm.types.js';
import type { IssuedTokens } from '../../tokens/token.types.js';
import { TokensService } from '../../tokens/tokens.service.js';
import { UsersService } from '../../users/users.service.js';
import { mayRefresh } from '../token/may-refresh.js';
import { requestedScope } from '../token/requested-scope.js';
import { Grant, type GrantRequest } from './grant.js';

/**
 * A user's password in exchange for tokens (RFC 6749 section 4.3). For migrated clients alone: no client has it unless
 * an administrator gives it, and no public client ever (requirement 50).
 */
@Injectable()
export class PasswordGrant extends Grant {
  readonly type = GRANT_TYPES.password;
  readonly parameters = { once: ['username', 'password', 'scope'], repeatable: ['resource'] };
  readonly clientRule = 'confidential';

  constructor(
    private readonly users: UsersService,
    private readonly tokens: TokensService,
    private readonly audit: AuditService,
  ) {
    super();
  }

  async handle({ realm, client, parameters, at, request, terms = {} }: GrantRequest): Promise<IssuedTokens> {
    const username = parameters.require('username');
    const password = parameters.require('password');
    const scope = requestedScope(client, parameters);
    const user = await this.users.authenticate(realm, username, password, request.address);
    if (!user) throw await this.failed(realm, client, username, request);
    const resources = parameters.all('resource');
    const { policy, attributes, keepPair } = terms;
    const withRefresh = keepPair ?? mayRefresh(client);
    return this.tokens.startGrant(realm, client, user, {
      policy,
      attributes,
      keepPair,
      at,
      request,
      grantType: this.type,
      scope,
      resources,
      withRefresh,
      signIn: true,
    });
  }

  /** Who was meant is looked up for the record alone, be there such a user or not (requirement 85). */
  private async failed(
    realm: Realm,
    client: Client,
    username: string,
    { id, address }: RequestInfo,
  ): Promise<OAuthError> {
    const user = await this.users.findByUsername(realm, username);
    const about = { clientId: client.clientId, userId: user?.id, address, requestId: id };
    await this.audit.record(realm, { type: AUDIT_EVENTS.loginFailed, outcome: 'failure', ...about });
    const detail = 'The user name or the password is wrong, or the user is locked or disabled.';
    return invalidGrant(detail, 'wrong_credentials');
  }
}
