import { createHash, randomBytes } from 'node:crypto';

export interface ProviderAccount {
  readonly id: string;
  readonly name: string;
}

/** What one user has allowed the client once; it goes on through every refresh. */
export interface ProviderGrant {
  readonly account: ProviderAccount;
  readonly scope: readonly string[];
  /** The one that counts; null where the provider gives none. */
  refreshToken: string | null;
  readonly accessTokens: Set<string>;
  readonly spentRefreshTokens: Set<string>;
  revoked: boolean;
}

interface Code {
  readonly grant: ProviderGrant;
  readonly redirectUri: string;
  readonly challenge: string | null;
}

/** `rotate`: each is good for one use, and a second use ends the grant. `keep`: the first one goes on and is not sent again. */
export type RefreshPolicy = 'rotate' | 'keep' | 'none';

/** Tokens as a provider keeps them. None of them ends by itself: a test says when. */
export class ProviderGrants {
  readonly all: ProviderGrant[] = [];
  /** Every code and token that was ever given out, for tests that look where none may be. */
  readonly secrets: string[] = [];
  private readonly codes = new Map<string, Code>();

  constructor(private readonly prefix: string) {}

  begin(account: ProviderAccount, scope: readonly string[]): ProviderGrant {
    const fresh = { refreshToken: null, accessTokens: new Set<string>(), spentRefreshTokens: new Set<string>() };
    const grant: ProviderGrant = { account, scope, ...fresh, revoked: false };
    this.all.push(grant);
    return grant;
  }

  codeFor(grant: ProviderGrant, redirectUri: string, challenge: string | null): string {
    const code = this.newSecret('code');
    this.codes.set(code, { grant, redirectUri, challenge });
    return code;
  }

  /** Null for a code that is not good, or not here. */
  redeem(code: string, redirectUri: string | undefined, verifier: string | undefined): ProviderGrant | null {
    const kept = this.codes.get(code);
    this.codes.delete(code);
    if (!kept || kept.redirectUri !== redirectUri) return null;
    const proven = kept.challenge === null || challengeOf(verifier ?? '') === kept.challenge;
    return proven ? kept.grant : null;
  }

  addAccessToken(grant: ProviderGrant, token = this.newSecret('access')): string {
    if (!this.secrets.includes(token)) this.secrets.push(token);
    grant.accessTokens.add(token);
    return token;
  }

  /** The refresh token to be told, null where none is. */
  nextRefreshToken(grant: ProviderGrant, policy: RefreshPolicy): string | null {
    if (policy === 'none' || (policy === 'keep' && grant.refreshToken !== null)) return null;
    if (grant.refreshToken !== null) grant.spentRefreshTokens.add(grant.refreshToken);
    grant.refreshToken = this.newSecret('refresh');
    return grant.refreshToken;
  }

  /** Null for one that is not good; who brings one that was spent ends the whole grant. */
  useRefreshToken(token: string): ProviderGrant | null {
    const owner = this.all.find((grant) => grant.refreshToken === token || grant.spentRefreshTokens.has(token));
    if (owner?.spentRefreshTokens.has(token)) this.revoke(owner);
    return owner && !owner.revoked ? owner : null;
  }

  byAccessToken(token: string): ProviderGrant | null {
    return this.all.find((grant) => !grant.revoked && grant.accessTokens.has(token)) ?? null;
  }

  /** Ends the grant of a token, access or refresh. */
  revokeToken(token: string): ProviderGrant | null {
    const grant = this.all.find(({ refreshToken, accessTokens }) => refreshToken === token || accessTokens.has(token));
    if (grant) this.revoke(grant);
    return grant ?? null;
  }

  revoke(grant: ProviderGrant): void {
    grant.revoked = true;
    grant.accessTokens.clear();
  }

  /** The API refuses every access token from now on; grants go on. */
  expireAccessTokens(): void {
    for (const { accessTokens } of this.all) accessTokens.clear();
  }

  private newSecret(kind: string): string {
    const secret = `${this.prefix}-${kind}-${randomBytes(18).toString('base64url')}`;
    this.secrets.push(secret);
    return secret;
  }
}

const challengeOf = (verifier: string): string => createHash('sha256').update(verifier).digest('base64url');
