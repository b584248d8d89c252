import type { SigningAlgorithm } from '../kernel/jws.js';
import type { ClientAuthMethodName } from '../protocol/names.js';
import type { TokenFormat } from '../realms/realm.types.js';
import type { SignInMetadata } from './sign-in.types.js';

export const CLIENT_TYPES = ['confidential', 'public'] as const;
export type ClientType = (typeof CLIENT_TYPES)[number];

export const REFRESH_TOKEN_POLICIES = ['rotate', 'reuse'] as const;
export type RefreshTokenPolicy = (typeof REFRESH_TOKEN_POLICIES)[number];

/**
 * `realm`: the realm's own client; `admin`: made by an administrator; `gtwy`: saved through that dialect; `registration`: by
 * dynamic registration, so nothing it says of itself is vouched for.
 */
export const CLIENT_ORIGINS = ['realm', 'admin', 'gtwy', 'registration'] as const;
export type ClientOrigin = (typeof CLIENT_ORIGINS)[number];

/** A client secret as it is stored: its keyed hash, and where it has to sign (`client_secret_jwt`), itself, sealed. */
export interface StoredSecret {
  readonly id: string;
  /** Keyed SHA-256, base64url. */
  readonly hash: string;
  readonly sealed?: string;
  readonly createdAt: number;
  readonly expiresAt: number | null;
}

/** What an administrator may set; the fields of RFC 7591 in camelCase. */
export interface ClientMetadata extends SignInMetadata {
  name: string | null;
  grantTypes: string[];
  scopes: string[];
  defaultScopes: string[];
  redirectUris: string[];
  requirePkce: boolean;
  tokenEndpointAuthMethods: ClientAuthMethodName[];
  audience: string[];
  resources: string[];
  accessTokenFormat: TokenFormat | null;
  accessTokenSigningAlg: SigningAlgorithm | null;
  idTokenSignedResponseAlg: SigningAlgorithm;
  accessTokenValiditySeconds: number | null;
  refreshTokenValiditySeconds: number | null;
  refreshTokenPolicy: RefreshTokenPolicy;
  acceptsJson: boolean;
  refreshWithoutAuthentication: boolean;
  assertionAudience: string | null;
  enabled: boolean;
  /** UTC milliseconds; what was issued to the client up to then is refused. */
  notBefore: number | null;
}

export interface Client extends Readonly<ClientMetadata> {
  readonly id: string;
  readonly clientId: string;
  readonly type: ClientType;
  readonly origin: ClientOrigin;
  readonly secrets: readonly StoredSecret[];
  /** SHA-256 of the token that manages the registration, base64url; null for a client that did not register itself. */
  readonly registrationHash: string | null;
  readonly version: number;
  readonly createdAt: number;
  readonly updatedAt: number;
}

export interface NewClient extends Partial<ClientMetadata> {
  clientId: string;
  type?: ClientType;
  /** Absent: one is generated; null: none, the realm key authenticates the client; a text of 16-256 printable characters: that. */
  clientSecret?: string | null;
  roles?: string[];
  /** Set by dynamic registration alone. */
  registrationHash?: string;
}

export interface ClientChanges extends Partial<ClientMetadata> {
  roles?: string[];
  /** Set by dynamic registration alone. */
  registrationHash?: string;
}

/** A secret that was added, readable this once. */
export interface NewClientSecret {
  readonly id: string;
  readonly clientSecret: string;
}
