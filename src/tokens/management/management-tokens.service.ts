import { Injectable } from '@nestjs/common';
import { Settings } from '../../config/settings.js';
import { MASTER_REALM } from '../../realms/realm.types.js';
import { RealmsService } from '../../realms/realms.service.js';
import { bearerToken } from '../bearer-challenge.js';
import type { LiveToken } from '../token.types.js';
import { TokensService } from '../tokens.service.js';

const REALM_NAME = /^[a-zA-Z0-9_-]{1,50}$/;

/** Judges the tokens by which realms are managed: each may come from more than one realm. */
@Injectable()
export class ManagementTokens {
  private readonly issuerPrefix: string;

  constructor(
    settings: Settings,
    private readonly realms: RealmsService,
    private readonly tokens: TokensService,
  ) {
    this.issuerPrefix = `${settings.publicUrl}/realms/`;
  }

  /** The token of an `Authorization` header, the one place that is looked at; null when it holds none. */
  presented(authorization: string | undefined): string | null {
    const presented = bearerToken(authorization);
    return typeof presented === 'object' ? presented.token : null;
  }

  /**
   * A live access token that is meant for this server (its issuer is in its audience), or null.
   *
   * @param addressed name of the realm that is to be managed; absent for what belongs to no realm
   */
  async judge(value: string, addressed: string = MASTER_REALM): Promise<LiveToken | null> {
    for (const name of this.candidates(value, addressed)) {
      const realm = await this.realms.find(name);
      const token = realm && (await this.tokens.judge(realm, value));
      if (token) return token.kind === 'access' && this.isMeantForUs(token) ? token : null;
    }
    return null;
  }

  /** A JWT says where it comes from, which decides only where it is judged; an opaque token may be of either realm. */
  private candidates(value: string, addressed: string): readonly string[] {
    if (!value.includes('.')) return [...new Set([addressed, MASTER_REALM])];
    const name = claimedRealm(value, this.issuerPrefix);
    return name === null ? [] : [name];
  }

  private isMeantForUs({ audience, realm }: LiveToken): boolean {
    return audience.includes(`${this.issuerPrefix}${realm.name}`);
  }
}

/** The realm in the unverified `iss` of a JWT; null when there is none of this server. */
export function claimedRealm(jwt: string, issuerPrefix: string): string | null {
  const issuer = unverifiedIssuer(jwt.split('.')[1] ?? '');
  if (typeof issuer !== 'string' || !issuer.startsWith(issuerPrefix)) return null;
  const name = issuer.slice(issuerPrefix.length);
  return REALM_NAME.test(name) ? name : null;
}

function unverifiedIssuer(payload: string): unknown {
  try {
    const claims = JSON.parse(Buffer.from(payload, 'base64url').toString()) as { iss?: unknown } | null;
    return claims?.iss;
  } catch {
    return undefined;
  }
}
