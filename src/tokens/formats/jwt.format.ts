import { Injectable } from '@nestjs/common';
import { toSeconds } from '../../kernel/clock.js';
import { Ids, idTime, isId } from '../../kernel/ids.js';
import { JwtVerifier } from '../../keys/jwt-verifier.service.js';
import type { JwtClaims } from '../../keys/key.types.js';
import { KeysService, type SignedClaims } from '../../keys/keys.service.js';
import { ACCESS_TOKEN_TYP } from '../../protocol/names.js';
import { formatScope, parseScope } from '../../protocol/scope.js';
import type { Realm } from '../../realms/realm.types.js';
import { RealmIssuer } from '../realm-issuer.js';
import { RevokedJtisRepository } from '../revoked-jtis.repository.js';
import { Subjects } from '../subjects.service.js';
import type { TokenRecord } from '../token-record.js';
import {
  AccessTokenFormat,
  type AccessTokenContent,
  type MintedToken,
  type ReadOptions,
} from './access-token-format.js';

/** Three parts of base64url (RFC 7515 section 3.1). */
const COMPACT_JWS = /^[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+$/;

/** JWT access tokens (RFC 9068). They make no row: a revoked one is entered in a denylist until it expires. */
@Injectable()
export class JwtFormat extends AccessTokenFormat {
  readonly name = 'jwt';

  constructor(
    private readonly keys: KeysService,
    private readonly verifier: JwtVerifier,
    private readonly subjects: Subjects,
    private readonly revokedJtis: RevokedJtisRepository,
    private readonly issuer: RealmIssuer,
    private readonly ids: Ids,
  ) {
    super();
  }

  async mint(realm: Realm, content: AccessTokenContent): Promise<MintedToken> {
    const jti = this.ids.next(content.issuedAt);
    const algorithm = content.client.accessTokenSigningAlg ?? realm.signingAlgorithm;
    const claims = this.claimsOf(realm, content, jti);
    const write = await this.keys.readyToSign(realm, algorithm, ACCESS_TOKEN_TYP, claims);
    return { write, jti, derived: false, rows: [] };
  }

  recognises(value: string): boolean {
    return COMPACT_JWS.test(value);
  }

  async read(realm: Realm, value: string, options?: ReadOptions): Promise<TokenRecord | null> {
    const claims = await this.verifier.verify(realm, value, ACCESS_TOKEN_TYP, options);
    if (!claims || claims.iss !== this.issuer.of(realm)) return null;
    const { jti } = claims;
    if (typeof jti !== 'string' || !isId(jti)) return null;
    return { ...recordOf(claims), jti, issuedAt: idTime(jti), isEnded: () => this.revokedJtis.has(realm, jti) };
  }

  end(realm: Realm, _value: string, record: TokenRecord): Promise<boolean> {
    return this.revokedJtis.add(realm, record.jti!, record.expiresAt);
  }

  private async claimsOf(realm: Realm, content: AccessTokenContent, jti: string): Promise<SignedClaims> {
    return {
      iss: this.issuer.of(realm),
      sub: content.subject,
      aud: content.audience.length === 1 ? content.audience[0] : content.audience,
      client_id: content.client.clientId,
      iat: toSeconds(content.issuedAt),
      exp: toSeconds(content.expiresAt),
      jti,
      scope: formatScope(content.scope),
      authorities: await this.subjects.authoritiesOf(realm, content),
      ...(content.grantId === null ? {} : { gid: content.grantId, gen: content.generation }),
    };
  }
}

/** The signature vouches that the claims have the types they were minted with. */
function recordOf(claims: JwtClaims): Omit<TokenRecord, 'jti' | 'issuedAt' | 'isEnded'> {
  const subject = claims['sub'] as string;
  const grantId = (claims['gid'] as string | undefined) ?? null;
  return {
    kind: 'access',
    client: { clientId: claims['client_id'] as string },
    userId: userOf(subject, grantId),
    grantId,
    scope: parseScope((claims['scope'] as string | undefined) ?? '') ?? [],
    audience: [claims['aud'] as string | string[]].flat(),
    generation: (claims['gen'] as number | undefined) ?? 0,
    expiresAt: claims.exp * 1000,
  };
}

/** A pairwise subject, or a client that holds a grant for itself: the grant knows which. */
function userOf(subject: string, grantId: string | null): string | null | undefined {
  if (isId(subject)) return subject;
  return grantId === null ? null : undefined;
}
