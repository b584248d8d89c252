import { ClientCredentialsGrant } from './client-credentials.grant.js';
import { PasswordGrant } from './password.grant.js';
import { RefreshTokenGrant } from './refresh-token.grant.js';

/** Every grant of the token endpoint; metadata is computed from it. */
export const ALL_GRANTS = [ClientCredentialsGrant, PasswordGrant, RefreshTokenGrant];
