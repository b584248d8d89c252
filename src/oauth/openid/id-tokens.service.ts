import { Injectable } from '@nestjs/common';
import type { Client } from '../../clients/client.types.js';
import { toSeconds } from '../../kernel/clock.js';
import { KeysService, type SignedClaims } from '../../keys/keys.service.js';
import { wishedClaims } from '../../protocol/claims-request.js';
import { JWT_TYP, OPENID_SCOPE } from '../../protocol/names.js';
import type { Realm } from '../../realms/realm.types.js';
import { authorizationOf, type AuthorizationFacts } from '../../tokens/authorization.types.js';
import type { Grant } from '../../tokens/grant.types.js';
import { RealmIssuer } from '../../tokens/realm-issuer.js';
import type { IssuedTokens } from '../../tokens/token.types.js';
import { UsersService } from '../../users/users.service.js';
import { openableClaims } from './openable-claims.js';
import { tokenHash } from './token-hash.js';
import { userClaims } from './user-claims.js';

/** It says who signed in and how, at once, and is not for keeping: an hour. */
const LIFETIME_SECONDS = 3600;

interface Issued {
  readonly realm: Realm;
  readonly client: Client;
  readonly tokens: IssuedTokens;
  readonly grant: Grant;
  readonly facts: AuthorizationFacts;
}

/**
 * ID tokens (OpenID Connect Core section 2). What they say of the sign-in comes from the grant that is redeemed, never from
 * whatever session there is by now (requirement 54).
 */
@Injectable()
export class IdTokens {
  constructor(
    private readonly keys: KeysService,
    private readonly users: UsersService,
    private readonly issuer: RealmIssuer,
  ) {}

  /**
   * The tokens with the ID token that belongs to them: for a grant that began with a sign-in at the authorization endpoint,
   * where the scope `openid` is among what was issued. All others stay as they are.
   *
   * @param moment a refresh says nothing of the nonce again (section 12.2).
   */
  async accompany(
    realm: Realm,
    client: Client,
    tokens: IssuedTokens,
    moment: 'redemption' | 'refresh',
  ): Promise<IssuedTokens> {
    const { grant } = tokens;
    const facts = grant && authorizationOf(grant);
    if (!facts || !tokens.scope.includes(OPENID_SCOPE)) return tokens;
    const nonce = moment === 'redemption' ? (facts.nonce ?? undefined) : undefined;
    const claims = this.claimsOf({ realm, client, tokens, grant, facts }, nonce);
    // It comes back as a hint at the user while the session lasts, expired or not: its key is served as long.
    const neededUntil = toSeconds(facts.authTime) + realm.sessionMaxSeconds;
    const idToken = await this.keys.sign(realm, client.idTokenSignedResponseAlg, JWT_TYP, claims, neededUntil);
    return { ...tokens, idToken };
  }

  private async claimsOf(issued: Issued, nonce: string | undefined): Promise<SignedClaims> {
    const { realm, client, tokens, grant, facts } = issued;
    const iat = toSeconds(tokens.issuedAt);
    return {
      ...(await this.wishedOf(issued)),
      iss: this.issuer.of(realm),
      sub: tokens.subject,
      aud: client.clientId,
      azp: client.clientId,
      iat,
      exp: iat + LIFETIME_SECONDS,
      auth_time: toSeconds(facts.authTime),
      nonce,
      acr: facts.acr ?? undefined,
      amr: facts.amr.length > 0 ? facts.amr : undefined,
      at_hash: tokenHash(tokens.accessToken),
      sid: grant.sessionId ?? undefined,
    };
  }

  /** The claims of scopes are for userinfo (section 5.4); here are those that the `claims` parameter wants here. */
  private async wishedOf({ realm, client, grant, facts }: Issued): Promise<Readonly<Record<string, unknown>>> {
    const names = openableClaims(client, wishedClaims(facts.claims?.id_token));
    const user = names.length > 0 && grant.userId !== null ? await this.users.findById(realm, grant.userId) : null;
    return user ? userClaims(user, names) : {};
  }
}
