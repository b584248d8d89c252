import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyRequest } from 'fastify';
import { OAuthError } from '../protocol/oauth-error.js';
import { isSubset } from '../protocol/scope.js';
import type { Realm } from '../realms/realm.types.js';
import type { RealmRequest } from '../realms/realm.guard.js';
import { RealmsService } from '../realms/realms.service.js';
import {
  bearerToken,
  oneTokenWanted,
  scopeWanted,
  tokenRefused,
  tokenWanted,
  type Presented,
} from './bearer-challenge.js';
import { FORM_TOKEN } from './form-token.decorator.js';
import { formToken } from './form-token.js';
import { IN_REALM } from './in-realm.decorator.js';
import { RealmIssuer } from './realm-issuer.js';
import { REQUIRED_ROLES } from './require-roles.decorator.js';
import { REQUIRED_SCOPES } from './require-scopes.decorator.js';
import type { LiveToken } from './token.types.js';
import { TokensService } from './tokens.service.js';

/**
 * Admits requests with a live access token in the `Authorization` header (RFC 6750 section 2.1) of the realm that the
 * route names, and in the form where the route says so. A token in the query is not looked at. The token must be meant for
 * this server: its `aud` holds the issuer.
 */
@Injectable()
export class BearerGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly realms: RealmsService,
    private readonly tokens: TokensService,
    private readonly issuer: RealmIssuer,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<RealmRequest>();
    const realm = await this.realms.getEnabled(this.realmName(context, request));
    const token = await this.authenticate(realm, this.presented(realm, context, request));
    await this.authorize(token, context);
    request.realm = realm;
    request.token = token;
    return true;
  }

  private realmName(context: ExecutionContext, request: FastifyRequest): string {
    const fixed = this.reflector.getAllAndOverride<string | undefined>(IN_REALM, targets(context));
    const name = fixed ?? (request.params as { realm?: string }).realm;
    if (name === undefined) throw new Error('BearerGuard needs a route parameter `realm` or @InRealm().');
    return name;
  }

  private presented(realm: Realm, context: ExecutionContext, { headers, body }: FastifyRequest): Presented {
    const inHeader = bearerToken(headers.authorization);
    const takesForm = this.reflector.getAllAndOverride<boolean | undefined>(FORM_TOKEN, targets(context));
    const inForm = takesForm ? formToken(body) : 'none';
    if (inForm === 'none') return inHeader;
    if (inHeader !== 'none') throw oneTokenWanted(realm.name);
    return inForm;
  }

  private async authenticate(realm: Realm, presented: Presented): Promise<LiveToken> {
    if (presented === 'none') throw tokenWanted(realm.name);
    const token = presented === 'malformed' ? null : await this.tokens.judge(realm, presented.token);
    if (token?.kind !== 'access' || !token.audience.includes(this.issuer.of(realm))) throw tokenRefused(realm.name);
    return token;
  }

  private async authorize(token: LiveToken, context: ExecutionContext): Promise<void> {
    const scopes = this.required(REQUIRED_SCOPES, context);
    if (!isSubset(scopes, token.scope)) throw scopeWanted(token.realm.name, scopes);
    const roles = this.required(REQUIRED_ROLES, context);
    if (roles.length > 0 && !isSubset(roles, await token.authorities()))
      throw new OAuthError('access_denied', 'The subject of the token lacks a role that the request needs.');
  }

  /** Of the controller and of the handler, together. */
  private required(key: string, context: ExecutionContext): string[] {
    return targets(context).flatMap((target) => this.reflector.get<string[] | undefined>(key, target) ?? []);
  }
}

const targets = (context: ExecutionContext) => [context.getHandler(), context.getClass()];
