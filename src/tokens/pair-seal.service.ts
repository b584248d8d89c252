import { Injectable } from '@nestjs/common';
import type { RealmRef } from '../database/realm-ref.js';
import { sha256 } from '../kernel/digest.js';
import { RealmDataKeys } from '../realms/realm-data-keys.js';
import type { GrantTokens } from './grant-openings.service.js';
import type { Grant } from './grant.types.js';

/** What a pair is for. */
export type PairHolder = Pick<Grant, 'clientId' | 'scope' | 'resources'> & { readonly userId: string };

/** What has to be kept of an answer, for everything else is found by these values. */
export interface KeptTokens {
  readonly accessToken: string;
  readonly refreshToken: string;
  readonly refreshExpiresAt: number;
}

/** Where the pair of a holder is kept; the order of scopes and resources makes no difference. */
export function placeOf(realm: RealmRef, { clientId, userId, scope, resources }: PairHolder): Buffer {
  return sha256(JSON.stringify([realm.id, clientId, userId, [...scope].sort(), [...resources].sort()]));
}

/** Bound into the sealed value: that of another grant does not open in its stead. */
const rowOf = (realm: RealmRef, grantId: string): string => `kept pair of grant ${grantId} of realm ${realm.id}`;

/** Between the end of the access token, which is no secret, and what is sealed. */
const MARK = ':';

/** Makes of a pair what the row of its grant keeps, and the reverse. Stores nothing. */
@Injectable()
export class PairSeal {
  constructor(private readonly dataKeys: RealmDataKeys) {}

  async seal(
    realm: RealmRef,
    { grant, accessToken, refreshToken, refreshExpiresAt, expiresAt }: GrantTokens,
  ): Promise<string> {
    const sealer = await this.dataKeys.sealerOf(realm);
    const kept = [accessToken, refreshToken, refreshExpiresAt].join(' ');
    return `${expiresAt}${MARK}${sealer.seal(Buffer.from(kept), rowOf(realm, grant.id))}`;
  }

  async open(realm: RealmRef, grantId: string, kept: string): Promise<KeptTokens> {
    const sealer = await this.dataKeys.sealerOf(realm);
    const sealed = kept.slice(kept.indexOf(MARK) + 1);
    const values = sealer.open(sealed, rowOf(realm, grantId)).toString().split(' ');
    const [accessToken = '', refreshToken = '', refreshExpiresAt] = values;
    return { accessToken, refreshToken, refreshExpiresAt: Number(refreshExpiresAt) };
  }
}

/** The end of the access token. */
export const endOfKept = (kept: string): number => Number(kept.slice(0, kept.indexOf(MARK)));
