import type { RowState } from '../database/row-state.js';
import type { SigningAlgorithm } from '../kernel/jws.js';

/** `jwt` per RFC 9068, `opaque` for a random handle. */
export const TOKEN_FORMATS = ['jwt', 'opaque'] as const;
export type TokenFormat = (typeof TOKEN_FORMATS)[number];

/** Who may register clients dynamically: nobody, holders of an initial access token, anybody. */
export const REGISTRATION_POLICIES = ['off', 'token', 'open'] as const;
export type RegistrationPolicy = (typeof REGISTRATION_POLICIES)[number];

/** What clients that register dynamically may be (requirement 69). */
export interface RegistrationRules {
  readonly scopes: readonly string[];
  readonly grantTypes: readonly string[];
  /** Hosts that redirect URIs may lead to, `*.` in front for all below one; empty for any. */
  readonly redirectHosts: readonly string[];
  /** How many of them the realm has at most. */
  readonly maxClients: number;
  /** Days after which one that nobody uses is deleted. */
  readonly unusedDays: number;
}

export const REGISTRATION_RULES: RegistrationRules = {
  scopes: ['openid', 'profile', 'email', 'address', 'phone', 'offline_access'],
  grantTypes: ['authorization_code', 'refresh_token'],
  redirectHosts: [],
  maxClients: 1000,
  unusedDays: 90,
};

export interface PasswordPolicy {
  readonly minLength: number;
  readonly maxLength: number;
}

export interface Branding {
  readonly logoUri?: string;
  readonly primaryColor?: string;
}

/** A realm as the rest of the server sees it: every unset value resolved. */
export interface Realm extends RowState {
  readonly id: string;
  readonly name: string;
  readonly displayName: string | null;
  readonly description: string | null;
  readonly usesDefaultKey: boolean;
  /** Keyed hash of the key in force. */
  readonly keyHash: Buffer;
  readonly tokenValiditySeconds: number;
  readonly refreshTokenValiditySeconds: number;
  readonly grantValiditySeconds: number;
  readonly sessionIdleSeconds: number;
  readonly sessionMaxSeconds: number;
  readonly refreshGraceSeconds: number;
  readonly accessTokenFormat: TokenFormat;
  readonly signingAlgorithm: SigningAlgorithm;
  readonly passwordPolicy: PasswordPolicy;
  readonly branding: Branding;
  readonly registration: RegistrationPolicy;
  readonly registrationRules: RegistrationRules;
  /** Whether people may make accounts for themselves. */
  readonly selfRegistration: boolean;
  /** Whether services may have users connect accounts with nothing but the users' own word for it. */
  readonly connectConfirmationOnly: boolean;
  readonly enabled: boolean;
  /** UTC milliseconds; what was issued up to then is refused. */
  readonly notBefore: number | null;
  readonly createdAt: number;
}

/** What an administrator may set. `key: null` clears the key: the configured default applies again. */
export interface RealmChanges {
  displayName?: string | null;
  description?: string | null;
  key?: string | null;
  tokenValiditySeconds?: number | null;
  refreshTokenValiditySeconds?: number;
  grantValiditySeconds?: number;
  sessionIdleSeconds?: number;
  sessionMaxSeconds?: number;
  refreshGraceSeconds?: number;
  accessTokenFormat?: TokenFormat;
  signingAlgorithm?: SigningAlgorithm;
  passwordPolicy?: PasswordPolicy;
  branding?: Branding;
  registration?: RegistrationPolicy;
  registrationRules?: RegistrationRules;
  selfRegistration?: boolean;
  connectConfirmationOnly?: boolean;
  enabled?: boolean;
  notBefore?: number | null;
}

/** Whom a role is given to. */
export type SubjectKind = 'user' | 'client';

export interface Subject {
  /** Id of the row of the user or client. */
  readonly id: string;
  readonly kind: SubjectKind;
}

/** A user or client as its row was read: with every change of its roles it is of another state. */
export interface RoleHolder extends RowState {
  readonly id: string;
}

export interface Role {
  readonly id: string;
  readonly name: string;
  readonly description: string | null;
}

/** Holders of the parent role receive the child role in the child realm. */
export interface RoleAssociation {
  readonly parentRole: string;
  readonly childRealm: string;
  readonly childRole: string;
}

/** The realm whose administrators manage the server. */
export const MASTER_REALM = 'master';
/** The role that manages its own realm. */
export const REALM_ADMIN = 'realm-admin';
/** The role of `master` that manages every realm. */
export const SERVER_ADMIN = 'server-admin';
