import type { RealmRef } from '../../../src/database/realm-ref.js';
import { idToBytes } from '../../../src/kernel/ids.js';
import type { RealmRow } from '../../../src/realms/realms.repository.js';

export const rowOf = ({ id, name }: RealmRef): RealmRow => ({
  id: idToBytes(id),
  name,
  displayName: null,
  description: null,
  keyHash: null,
  tokenValiditySeconds: null,
  refreshTokenValiditySeconds: 1,
  grantValiditySeconds: 1,
  sessionIdleSeconds: 1,
  sessionMaxSeconds: 1,
  refreshGraceSeconds: 1,
  accessTokenFormat: 'jwt',
  signingAlgorithm: 'ES256',
  passwordPolicy: '{}',
  branding: '{}',
  registration: 'off',
  selfRegistration: 0,
  connectConfirmationOnly: 0,
  registrationRules: '{}',
  enabled: 1,
  notBefore: null,
  sealedDataKey: `sealed for ${name}`,
  version: 1,
  createdAt: 1,
  updatedAt: 1,
});
