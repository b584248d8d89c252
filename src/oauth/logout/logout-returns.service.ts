import { Injectable } from '@nestjs/common';
import type { Client } from '../../clients/client.types.js';
import { ClientsService } from '../../clients/clients.service.js';
import { invalidRequest } from '../../protocol/oauth-error.js';
import type { Parameters } from '../../protocol/parameters.js';
import { withParameters } from '../../protocol/redirect-uri.js';
import type { Realm } from '../../realms/realm.types.js';
import { IdTokenHints, type IdTokenHint } from '../openid/id-token-hints.service.js';
import type { LogoutReturn } from './logout.types.js';

/** Who asks for a logout, and where it may have the browser sent to. */
@Injectable()
export class LogoutReturns {
  constructor(
    private readonly hints: IdTokenHints,
    private readonly clients: ClientsService,
  ) {}

  /**
   * Null for no hint.
   *
   * @throws OAuthError `invalid_request` for one that this realm has not issued, or not to the client that is named.
   */
  async hint(realm: Realm, parameters: Parameters): Promise<IdTokenHint | null> {
    const token = parameters.get('id_token_hint');
    if (token === undefined) return null;
    const hint = await this.hints.verify(realm, token);
    if (!hint) throw invalidRequest('The id_token_hint is no ID token of this issuer.');
    const clientId = parameters.get('client_id');
    if (clientId === undefined || clientId === hint.aud) return hint;
    throw invalidRequest('The id_token_hint was issued to another client.');
  }

  /**
   * The way back is open to nothing but an address that the client has registered, character by character (RP-Initiated
   * Logout section 3); without a client that is known there is none.
   *
   * @throws OAuthError `invalid_request` for an unknown client, and for an address that is not registered.
   */
  async of(realm: Realm, parameters: Parameters, hint: IdTokenHint | null): Promise<LogoutReturn> {
    const client = await this.client(realm, parameters, hint);
    const address = parameters.get('post_logout_redirect_uri');
    if (!client || address === undefined) return { client, address: null };
    if (!client.postLogoutRedirectUris.includes(address))
      throw invalidRequest('The post_logout_redirect_uri is not registered for the client.');
    const state = parameters.get('state');
    return { client, address: state === undefined ? address : withParameters(address, { state }) };
  }

  /** One that was deleted or disabled since it got its ID token has no say in where a browser goes. */
  private async client(realm: Realm, parameters: Parameters, hint: IdTokenHint | null): Promise<Client | null> {
    const clientId = parameters.get('client_id') ?? hint?.aud;
    if (clientId === undefined) return null;
    const client = await this.clients.find(realm, clientId);
    if (client?.enabled) return client;
    if (hint) return null;
    throw invalidRequest('The client is unknown.');
  }
}
