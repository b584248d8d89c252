import { Injectable } from '@nestjs/common';
import type { Client } from '../clients/client.types.js';
import type { TableRow } from '../database/group-commit.js';
import { toSeconds } from '../kernel/clock.js';
import type { Realm } from '../realms/realm.types.js';
import type { User } from '../users/user.types.js';
import { audienceOf } from './audience.rules.js';
import { TokenFormats } from './formats/token-formats.js';
import type { Grant } from './grant.types.js';
import { accessEnd } from './lifetime.rules.js';
import { RealmIssuer } from './realm-issuer.js';
import type { RefreshHandle } from './refresh-handles.service.js';
import { Subjects } from './subjects.service.js';
import type { IssuedTokens } from './token.types.js';

export interface AccessTokenRequest {
  readonly client: Client;
  readonly user: User | null;
  readonly grant: Grant | null;
  readonly generation: number;
  readonly scope: readonly string[];
  /** Known to be the client's. */
  readonly resources: readonly string[];
  readonly at: number;
  /** Of a pair that the grant keeps: the value that follows from the grant, for a format whose values are handles. */
  readonly handle?: string;
}

/** Ready to be handed out once its rows are committed. */
export interface PreparedAccessToken {
  /** See MintedToken. */
  readonly write: () => string;
  readonly jti: string | null;
  readonly derived: boolean;
  readonly rows: readonly TableRow[];
  readonly subject: string;
  readonly user: User | null;
  readonly scope: readonly string[];
  readonly issuedAt: number;
  readonly expiresAt: number;
}

/** Makes access tokens in the format that their client or its realm has chosen. Commits nothing. */
@Injectable()
export class AccessTokens {
  constructor(
    private readonly formats: TokenFormats,
    private readonly issuer: RealmIssuer,
    private readonly subjects: Subjects,
  ) {}

  async prepare(realm: Realm, request: AccessTokenRequest): Promise<PreparedAccessToken> {
    const { client, user, grant, generation, scope, resources, at, handle } = request;
    const subject = this.subjects.of(realm, { client, user });
    const expiresAt = accessEnd(realm, client, at, grant);
    const format = this.formats.get(client.accessTokenFormat ?? realm.accessTokenFormat);
    const { write, jti, derived, rows } = await format.mint(realm, {
      client,
      subject,
      user,
      scope,
      audience: audienceOf({ client, scope, resources, issuer: this.issuer.of(realm) }),
      grantId: grant?.id ?? null,
      generation,
      issuedAt: at,
      expiresAt,
      handle,
    });
    return { write, jti, derived, rows, subject, user, scope, issuedAt: at, expiresAt };
  }
}

/** The answer that a prepared token makes. */
export const issuedTokens = <G extends Grant | null>(
  token: PreparedAccessToken,
  grant: G,
  refresh?: Pick<RefreshHandle, 'value' | 'expiresAt'>,
): IssuedTokens & { readonly grant: G } => ({
  accessToken: token.write(),
  tokenType: 'Bearer',
  issuedAt: token.issuedAt,
  expiresAt: token.expiresAt,
  expiresInSeconds: toSeconds(token.expiresAt) - toSeconds(token.issuedAt),
  scope: token.scope,
  subject: token.subject,
  jti: token.jti,
  grant,
  user: token.user,
  refreshToken: refresh?.value,
  refreshExpiresAt: refresh?.expiresAt,
});
