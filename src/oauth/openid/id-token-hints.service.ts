import { Injectable } from '@nestjs/common';
import { JwtVerifier } from '../../keys/jwt-verifier.service.js';
import { JWT_TYP } from '../../protocol/names.js';
import type { Realm } from '../../realms/realm.types.js';
import { RealmIssuer } from '../../tokens/realm-issuer.js';

/** What an ID token of this server says of whom it was issued for. */
export interface IdTokenHint {
  /** The user, as the client of `aud` knows it. */
  readonly sub: string;
  /** The `client_id` it was issued to. */
  readonly aud: string;
  /** The session; null for an ID token of none. */
  readonly sid: string | null;
}

/** ID tokens that come back as a hint at the user (OpenID Connect Core section 3.1.2.1, RP-Initiated Logout section 2). */
@Injectable()
export class IdTokenHints {
  constructor(
    private readonly verifier: JwtVerifier,
    private readonly issuer: RealmIssuer,
  ) {}

  /**
   * Null for all that this realm has not signed as an ID token: other JWTs of its own lack `auth_time` or have another type
   * (requirement 78). One that has expired is as good a hint as a fresh one.
   */
  async verify(realm: Realm, token: string): Promise<IdTokenHint | null> {
    const claims = await this.verifier.verify(realm, token, JWT_TYP, { expired: true });
    if (!claims || claims['iss'] !== this.issuer.of(realm) || typeof claims['auth_time'] !== 'number') return null;
    const { sub, aud, sid } = claims;
    if (typeof sub !== 'string' || typeof aud !== 'string') return null;
    return { sub, aud, sid: typeof sid === 'string' ? sid : null };
  }
}
