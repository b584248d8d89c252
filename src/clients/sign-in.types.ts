import { SIGNING_ALGORITHMS, type SigningAlgorithm } from '../kernel/jws.js';

export const APPLICATION_TYPES = ['web', 'native'] as const;
export type ApplicationType = (typeof APPLICATION_TYPES)[number];

/** How users appear to the client: by one `sub` for all, or by one of its own (OpenID Connect Core section 8). */
export const SUBJECT_TYPES = ['public', 'pairwise'] as const;
export type SubjectType = (typeof SUBJECT_TYPES)[number];

/** `none`: unsigned request objects as well; only for clients of dynamic registration. */
export const REQUEST_OBJECT_ALGORITHMS = ['none', ...SIGNING_ALGORITHMS] as const;
export type RequestObjectAlgorithm = (typeof REQUEST_OBJECT_ALGORITHMS)[number];

/** What may sign the assertion that authenticates a client: HS256 with its secret, the others with a key of its own. */
export const ASSERTION_ALGORITHMS = ['HS256', ...SIGNING_ALGORITHMS] as const;
export type AssertionAlgorithm = (typeof ASSERTION_ALGORITHMS)[number];

/** Public keys (RFC 7517 section 5). */
export interface ClientJwks {
  readonly keys: readonly Readonly<Record<string, unknown>>[];
}

/** What a client says of how users sign in to it: members of OpenID Connect registration and RFC 7591 in camelCase. */
export interface SignInMetadata {
  applicationType: ApplicationType;
  postLogoutRedirectUris: string[];
  backchannelLogoutUri: string | null;
  /** Whether its logout tokens need the `sid`. */
  backchannelLogoutSessionRequired: boolean;
  subjectType: SubjectType;
  sectorIdentifierUri: string | null;
  /** Null: userinfo answers it in plain JSON. */
  userinfoSignedResponseAlg: SigningAlgorithm | null;
  /** Null: any that the server takes. */
  requestObjectSigningAlg: RequestObjectAlgorithm | null;
  /** The only addresses its request objects may be fetched from. */
  requestUris: string[];
  jwks: ClientJwks | null;
  jwksUri: string | null;
  /** Null: any that its authentication method takes. */
  tokenEndpointAuthSigningAlg: AssertionAlgorithm | null;
  /** Seconds. */
  defaultMaxAge: number | null;
  requireAuthTime: boolean;
  defaultAcrValues: string[];
  initiateLoginUri: string | null;
  clientUri: string | null;
  logoUri: string | null;
  policyUri: string | null;
  tosUri: string | null;
  contacts: string[];
}

/** Of a client that says nothing. */
export const SIGN_IN_DEFAULTS: SignInMetadata = {
  applicationType: 'web',
  postLogoutRedirectUris: [],
  backchannelLogoutUri: null,
  backchannelLogoutSessionRequired: false,
  subjectType: 'public',
  sectorIdentifierUri: null,
  userinfoSignedResponseAlg: null,
  requestObjectSigningAlg: null,
  requestUris: [],
  jwks: null,
  jwksUri: null,
  tokenEndpointAuthSigningAlg: null,
  defaultMaxAge: null,
  requireAuthTime: false,
  defaultAcrValues: [],
  initiateLoginUri: null,
  clientUri: null,
  logoUri: null,
  policyUri: null,
  tosUri: null,
  contacts: [],
};
