import { Injectable } from '@nestjs/common';
import type { RequestInfo } from '../audit/audit.types.js';
import type { Client } from '../clients/client.types.js';
import type { KeySet } from '../keys/key.types.js';
import type { Realm } from '../realms/realm.types.js';
import type { IssuedTokens, LiveToken } from '../tokens/token.types.js';
import {
  isExchanged,
  type ClientRequest,
  type HolderRefresh,
  type IntrospectedToken,
  type ServerMetadata,
  type TokenAnswer,
  type TokenRequest,
  type UserClaims,
} from './authorization-server.types.js';
import { AuthorizeHandler } from './authorize/authorize.handler.js';
import type { AuthorizationInput, AuthorizationOutcome, Resumption } from './authorize/authorization.types.js';
import { PushHandler } from './authorize/push.handler.js';
import type { PushedReference } from './authorize/pushed-requests.service.js';
import { ClientAuthenticator } from './client-auth/client-authenticator.js';
import { PresentedTokens } from './endpoints/presented-tokens.js';
import { PublishedDocuments } from './endpoints/published-documents.js';
import { TokenHandler } from './token/token.handler.js';

/** What the server does, in commands that know no transport: its own endpoints and every dialect call the same ones. */
@Injectable()
export class AuthorizationServer {
  constructor(
    private readonly authenticator: ClientAuthenticator,
    private readonly tokenHandler: TokenHandler,
    private readonly presented: PresentedTokens,
    private readonly documents: PublishedDocuments,
    private readonly authorizeHandler: AuthorizeHandler,
    private readonly pushHandler: PushHandler,
  ) {}

  /** The client that a request comes from (RFC 6749 section 2.3). @throws OAuthError */
  authenticate(realm: Realm, request: ClientRequest): Promise<Client> {
    return this.authenticator.authenticate(realm, request);
  }

  /** A request to the authorization endpoint (RFC 6749 section 3.1): its answer, or the page that comes before it. */
  authorize(realm: Realm, input: AuthorizationInput): Promise<AuthorizationOutcome> {
    return this.authorizeHandler.authorize(realm, input);
  }

  /** The same request, when its user has done what a page asked for. */
  resume(realm: Realm, resumption: Resumption): Promise<AuthorizationOutcome> {
    return this.authorizeHandler.resume(realm, resumption);
  }

  /** The same request, when its user does not want to go on: the client is told so. */
  cancel(realm: Realm, resumption: Resumption): Promise<AuthorizationOutcome> {
    return this.authorizeHandler.cancel(realm, resumption);
  }

  /** A request that a client sends ahead (RFC 9126). @throws OAuthError */
  push(realm: Realm, request: ClientRequest): Promise<PushedReference> {
    return this.pushHandler.handle(realm, request);
  }

  /** Authenticates the client and runs the grant it asks for (RFC 6749 section 3.2). @throws OAuthError */
  grant(realm: Realm, request: TokenRequest): Promise<TokenAnswer> {
    return this.tokenHandler.handle(realm, request);
  }

  /** The same for a grant whose tokens are of this server, as those are that dialects offer. @throws OAuthError */
  async token(realm: Realm, request: TokenRequest): Promise<IssuedTokens> {
    const { tokens } = await this.grant(realm, request);
    if (isExchanged(tokens)) throw new Error('The grant hands on a token of another server.');
    return tokens;
  }

  /**
   * Redeems a refresh token that comes without its client, where its grant or its client allows that.
   *
   * @throws OAuthError `invalid_grant`, with the reason.
   */
  refreshWithoutClient(realm: Realm, refresh: HolderRefresh): Promise<IssuedTokens> {
    return this.tokenHandler.refreshWithoutClient(realm, refresh);
  }

  /** @returns null for a token that is not alive, or of which this client may learn nothing (RFC 7662 section 2.2). */
  introspect(realm: Realm, client: Client, token: string): Promise<IntrospectedToken | null> {
    return this.presented.introspect(realm, client, token);
  }

  /** Ends a token of this client, or with a refresh token its whole grant; anything else is left alone (RFC 7009). */
  revoke(realm: Realm, client: Client, token: string, request: RequestInfo): Promise<void> {
    return this.presented.revoke(realm, client, token, request);
  }

  /**
   * The user's claims that the token opens, as a compact JWS for a client that wants it so. Whoever calls it has judged the
   * token and its `openid` scope.
   */
  userinfo(token: LiveToken): Promise<UserClaims | string> {
    return this.presented.userinfo(token);
  }

  metadata(realmName: string): Promise<ServerMetadata> {
    return this.documents.metadata(realmName);
  }

  jwks(realmName: string): Promise<KeySet> {
    return this.documents.jwks(realmName);
  }
}
