import { Injectable } from '@nestjs/common';
import type { RealmRef } from '../database/realm-ref.js';
import { sha256 } from '../kernel/digest.js';
import { RealmDataKeys } from '../realms/realm-data-keys.js';
import type { GrantTokens } from './grant-openings.service.js';
import type { Grant } from './grant.types.js';
import type { KeptPair } from './kept-pairs.repository.js';
import { hashOf } from './token-value.js';
import type { IssuedTokens } from './token.types.js';

/** What a pair is for. */
export type PairHolder = Pick<Grant, 'clientId' | 'scope' | 'resources'> & { readonly userId: string };

/** An answer as it is kept; grant and user are read anew, and how long it still lives is counted anew. */
export type KeptTokens = Omit<IssuedTokens, 'grant' | 'user' | 'expiresInSeconds'>;

/** Where the pair of a holder is kept; the order of scopes and resources makes no difference. */
export function placeOf(realm: RealmRef, { clientId, userId, scope, resources }: PairHolder): Buffer {
  return sha256(JSON.stringify([realm.id, clientId, userId, [...scope].sort(), [...resources].sort()]));
}

/** Bound into the sealed value: that of another place does not open in its stead. */
const rowOf = (realm: RealmRef, keyHash: Buffer): string => `kept pair ${keyHash.toString('hex')} of realm ${realm.id}`;

/** Makes rows of pairs, and pairs of rows. Stores nothing. */
@Injectable()
export class PairSeal {
  constructor(private readonly dataKeys: RealmDataKeys) {}

  async seal(realm: RealmRef, holder: PairHolder, issued: GrantTokens): Promise<KeptPair> {
    const keyHash = placeOf(realm, holder);
    const sealer = await this.dataKeys.sealerOf(realm);
    return {
      keyHash,
      userId: holder.userId,
      grantId: issued.grant.id,
      accessHash: hashOf(issued.accessToken),
      sealed: sealer.seal(Buffer.from(JSON.stringify(keptTokens(issued))), rowOf(realm, keyHash)),
      expiresAt: issued.expiresAt,
    };
  }

  async open(realm: RealmRef, { keyHash, sealed }: KeptPair): Promise<KeptTokens> {
    const sealer = await this.dataKeys.sealerOf(realm);
    return JSON.parse(sealer.open(sealed, rowOf(realm, keyHash)).toString()) as KeptTokens;
  }
}

const keptTokens = (issued: GrantTokens): KeptTokens => ({
  accessToken: issued.accessToken,
  tokenType: issued.tokenType,
  issuedAt: issued.issuedAt,
  expiresAt: issued.expiresAt,
  scope: issued.scope,
  subject: issued.subject,
  jti: issued.jti,
  refreshToken: issued.refreshToken,
  refreshExpiresAt: issued.refreshExpiresAt,
});
