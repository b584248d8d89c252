import type { Type } from '@nestjs/common';
import { AuthorizationCodeGrant } from './authorization-code.grant.js';
import { ClientCredentialsGrant } from './client-credentials.grant.js';
import { DeviceCodeGrant } from './device-code.grant.js';
import type { Grant } from './grant.js';
import { PasswordGrant } from './password.grant.js';
import { RefreshTokenGrant } from './refresh-token.grant.js';
import { TokenExchangeGrant } from './token-exchange.grant.js';

/** Every grant of the token endpoint; metadata is computed from it. */
export const ALL_GRANTS: Type<Grant>[] = [
  AuthorizationCodeGrant,
  ClientCredentialsGrant,
  DeviceCodeGrant,
  PasswordGrant,
  RefreshTokenGrant,
  TokenExchangeGrant,
];
