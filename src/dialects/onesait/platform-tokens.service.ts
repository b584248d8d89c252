import { Injectable } from '@nestjs/common';
import { AuthorizationServer } from '../../oauth/authorization-server.service.js';
import { OAuthError } from '../../protocol/oauth-error.js';
import type { Realm } from '../../realms/realm.types.js';
import { RealmsService } from '../../realms/realms.service.js';
import { RoleAssociationsService } from '../../realms/role-associations.service.js';
import type { LiveToken } from '../../tokens/token.types.js';
import { TokensService } from '../../tokens/tokens.service.js';
import { withoutForm, type OnesaitCall } from './call.mapper.js';
import { OnesaitCallers, type Caller } from './callers.service.js';
import {
  accessDenied,
  platformCheckedToken,
  refusedToken,
  revokedToken,
  tokenInvalid,
  tokenOver,
  type PlatformCheckedToken,
  type PlatformRefusal,
  type RevokedToken,
} from './check-token.mapper.js';
import { tokenOf } from './check-token.service.js';
import { OnesaitHolders } from './holders.service.js';
import { authorizationMissing } from './onesait.errors.js';

/** The platform's own endpoints about tokens: a refusal of theirs is an answer like any other. */
@Injectable()
export class OnesaitPlatformTokens {
  constructor(
    private readonly callers: OnesaitCallers,
    private readonly holders: OnesaitHolders,
    private readonly realms: RealmsService,
    private readonly associations: RoleAssociationsService,
    private readonly tokens: TokensService,
    private readonly server: AuthorizationServer,
  ) {}

  /**
   * Tells a realm of its own tokens, and a child realm of its parents' ones, in the roles that they are worth to it.
   *
   * @throws WireError without a token or credentials.
   */
  async check(call: OnesaitCall): Promise<PlatformCheckedToken | PlatformRefusal> {
    const value = tokenOf(call);
    const caller = await this.callerOf(call);
    if (!caller) return accessDenied(value);
    const { realm } = caller;
    const token = await this.findAccess(realm, value);
    if (token) return platformCheckedToken(value, token, realm.name, await token.authorities());
    if (await this.tokens.hasExpired(realm, value)) return tokenOver(value);
    return (await this.checkAtParents(realm, value)) ?? tokenInvalid(value);
  }

  /**
   * Ends the grant that a token belongs to, and so the refresh token with the access token; it may be asked by either.
   *
   * @throws WireError without a token or credentials.
   */
  async revoke(call: OnesaitCall): Promise<RevokedToken | PlatformRefusal> {
    const value = tokenOf(call);
    const caller = await this.callerOf(call);
    if (!caller) return accessDenied(value);
    const token = await this.tokens.judge(caller.realm, value);
    const isOwn = token?.client.id === caller.client.id;
    return isOwn && (await this.end(caller, token, value, call)) ? revokedToken(value) : refusedToken(value);
  }

  private async callerOf(call: OnesaitCall): Promise<Caller | null> {
    if (call.authorization === undefined) throw authorizationMissing();
    try {
      return await this.callers.identify(withoutForm(call));
    } catch (error) {
      if (error instanceof OAuthError && error.code === 'invalid_client') return null;
      throw error;
    }
  }

  private async findAccess(realm: Realm, value: string): Promise<LiveToken | null> {
    const token = await this.tokens.judge(realm, value);
    return token?.kind === 'access' ? token : null;
  }

  private async checkAtParents(child: Realm, value: string): Promise<PlatformCheckedToken | null> {
    for (const name of await this.associations.parentNamesOf(child)) {
      const parent = await this.realms.find(name);
      const token = parent?.enabled ? await this.findAccess(parent, value) : null;
      if (!parent || !token) continue;
      const authorities = await this.holders.rolesIn(child, parent, await token.authorities());
      return platformCheckedToken(value, token, child.name, authorities);
    }
    return null;
  }

  /** @returns whether this call did it, where that can be told: a token without a grant may be ended by two at once. */
  private async end({ realm, client }: Caller, token: LiveToken, value: string, call: OnesaitCall): Promise<boolean> {
    if (token.grant) return this.tokens.revokeGrant(realm, token.grant.id, call.request);
    await this.server.revoke(realm, client, value, call.request);
    return true;
  }
}
