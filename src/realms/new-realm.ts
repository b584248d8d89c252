import { Injectable } from '@nestjs/common';
import { Clock } from '../kernel/clock.js';
import { Ids, idToBytes } from '../kernel/ids.js';
import { Random } from '../kernel/random.js';
import { RealmDataKeys } from './realm-data-keys.js';
import { RealmMapper } from './realm.mapper.js';
import { MASTER_REALM, REGISTRATION_RULES, type RealmChanges } from './realm.types.js';
import type { RealmRow } from './realms.repository.js';

const DAY = 86_400;

const DEFAULTS = {
  displayName: null,
  description: null,
  keyHash: null,
  tokenValiditySeconds: null,
  refreshTokenValiditySeconds: 30 * DAY,
  grantValiditySeconds: 365 * DAY,
  sessionIdleSeconds: 1800,
  sessionMaxSeconds: 36_000,
  refreshGraceSeconds: 10,
  accessTokenFormat: 'jwt',
  signingAlgorithm: 'ES256',
  passwordPolicy: JSON.stringify({ minLength: 8, maxLength: 256 }),
  branding: '{}',
  registration: 'off',
  registrationRules: JSON.stringify(REGISTRATION_RULES),
  selfRegistration: 0,
  connectConfirmationOnly: 0,
  enabled: 1,
  notBefore: null,
} as const;

/** What a realm is made with where its maker says nothing. */
@Injectable()
export class NewRealm {
  constructor(
    private readonly mapper: RealmMapper,
    private readonly dataKeys: RealmDataKeys,
    private readonly clock: Clock,
    private readonly random: Random,
    private readonly ids: Ids,
  ) {}

  /** @param changes valid ones */
  row(name: string, changes: RealmChanges): RealmRow {
    const now = this.clock.now();
    const id = this.ids.next(now);
    return {
      ...DEFAULTS,
      ...this.mapper.toColumns(
        name === MASTER_REALM ? { ...changes, key: changes.key ?? this.random.secret() } : changes,
      ),
      id: idToBytes(id),
      name,
      sealedDataKey: this.dataKeys.make(id),
      version: 1,
      createdAt: now,
      updatedAt: now,
    };
  }
}
