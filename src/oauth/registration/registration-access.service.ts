import { Injectable } from '@nestjs/common';
import type { Client } from '../../clients/client.types.js';
import { ClientsService } from '../../clients/clients.service.js';
import { InitialAccessTokens } from '../../clients/initial-access-tokens.service.js';
import { equalInConstantTime, sha256 } from '../../kernel/digest.js';
import { Random } from '../../kernel/random.js';
import { OAuthError } from '../../protocol/oauth-error.js';
import type { Realm } from '../../realms/realm.types.js';
import { bearerToken, tokenRefused, tokenWanted } from '../../tokens/bearer-challenge.js';

/** A token that manages one registration: what the client is told, and what is kept of it. */
export interface RegistrationToken {
  readonly value: string;
  readonly hash: string;
}

const hashOf = (token: string): string => sha256(token).toString('base64url');

/** Who may register, and who may manage which registration (RFC 7591 section 3, RFC 7592 section 2). */
@Injectable()
export class RegistrationAccess {
  constructor(
    private readonly initialTokens: InitialAccessTokens,
    private readonly clients: ClientsService,
    private readonly random: Random,
  ) {}

  /**
   * @returns the initial access token that the registration takes a use of; null where the realm asks for none.
   * @throws OAuthError `access_denied` where registration is off, `invalid_token`
   */
  async toRegister(realm: Realm, authorization: string | undefined): Promise<string | null> {
    this.refuseWhereOff(realm);
    if (realm.registration === 'open') return null;
    const token = this.presented(realm, authorization);
    if (!(await this.initialTokens.isUsable(realm, token))) throw tokenRefused(realm.name);
    return token;
  }

  /** Inside the transaction of the registration. @throws OAuthError `invalid_token` when another one came first. */
  async take(realm: Realm, initialToken: string | null): Promise<void> {
    if (initialToken !== null && !(await this.initialTokens.claim(realm, initialToken))) throw tokenRefused(realm.name);
  }

  /** @throws OAuthError `invalid_token`: a client that does not exist, is disabled or has another token looks the same. */
  async toManage(realm: Realm, clientId: string, authorization: string | undefined): Promise<Client> {
    const presented = Buffer.from(hashOf(this.presented(realm, authorization)));
    const client = await this.clients.find(realm, clientId);
    const right = equalInConstantTime(presented, Buffer.from(client?.registrationHash ?? hashOf('')));
    if (!right || !client?.enabled || client.registrationHash === null) throw tokenRefused(realm.name);
    return client;
  }

  refuseWhereOff(realm: Realm): void {
    if (realm.registration === 'off') throw new OAuthError('access_denied', 'Clients cannot register in this realm.');
  }

  newToken(): RegistrationToken {
    const value = `rgk_${this.random.secret()}`;
    return { value, hash: hashOf(value) };
  }

  private presented(realm: Realm, authorization: string | undefined): string {
    const presented = bearerToken(authorization);
    if (presented === 'none') throw tokenWanted(realm.name);
    if (presented === 'malformed') throw tokenRefused(realm.name);
    return presented.token;
  }
}
