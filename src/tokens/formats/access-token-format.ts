import type { Client } from '../../clients/client.types.js';
import type { TableRow } from '../../database/group-commit.js';
import type { Realm, TokenFormat } from '../../realms/realm.types.js';
import type { User } from '../../users/user.types.js';
import type { TokenRecord } from '../token-record.js';

/** What an access token is to say, whatever its format. */
export interface AccessTokenContent {
  readonly client: Client;
  readonly subject: string;
  /** Whom the subject names; null for the client itself. */
  readonly user: User | null;
  readonly scope: readonly string[];
  readonly audience: readonly string[];
  readonly grantId: string | null;
  readonly generation: number;
  readonly issuedAt: number;
  readonly expiresAt: number;
  /** Of a pair that the grant keeps: the value that follows from the grant, for a format whose values are handles. */
  readonly handle?: string;
}

export interface MintedToken {
  /** The value. A signature is made here, at the first call and only call. */
  readonly write: () => string;
  readonly jti: string | null;
  /** Whether the value follows from its grant (PairHandles), so that it need not be stored to be given again. */
  readonly derived: boolean;
  /** To be committed before the value is handed out. */
  readonly rows: readonly TableRow[];
}

export interface ReadOptions {
  /** True: what has expired is read all the same. */
  readonly expired?: true;
}

/** One way of making and reading access tokens. A new one is a class that extends this and a line in `all-formats.ts`. */
export abstract class AccessTokenFormat {
  abstract readonly name: TokenFormat;

  abstract mint(realm: Realm, content: AccessTokenContent): Promise<MintedToken>;

  /** Whether a text has the form of this format's values. Asks nobody; no text has two forms. */
  abstract recognises(value: string): boolean;

  /** Null unless the value is whole and was made by this server for this realm; perhaps also when it has expired. */
  abstract read(realm: Realm, value: string, options?: ReadOptions): Promise<TokenRecord | null>;

  /** Ends one token. @returns whether this call did it. */
  abstract end(realm: Realm, value: string, record: TokenRecord, at: number): Promise<boolean>;
}
