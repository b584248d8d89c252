import { Injectable } from '@nestjs/common';
import { AttemptsService } from '../../attempts/attempts.service.js';
import type { AttemptLimit } from '../../attempts/attempts.types.js';
import type { Client } from '../../clients/client.types.js';
import type { RealmRef } from '../../database/realm-ref.js';
import { sha256 } from '../../kernel/digest.js';
import { Random } from '../../kernel/random.js';
import { GRANT_TYPES } from '../../protocol/names.js';
import { OAuthError } from '../../protocol/oauth-error.js';
import type { Realm } from '../../realms/realm.types.js';
import { allowedResources } from '../../tokens/audience.rules.js';
import type { Issuance } from '../../tokens/token.types.js';
import { deviceCodeOf } from './device-code-value.js';
import type { DeviceCode } from './device-code.types.js';
import { DeviceCodesRepository } from './device-codes.repository.js';
import { UserCodeHasher } from './user-code-hasher.js';
import { makeUserCode } from './user-code.js';

/** Long enough to fetch a phone, short enough for few codes to be there to be guessed. */
const LIFETIME_SECONDS = 600;
export const POLL_SECONDS = 5;
/** Of one client: more would be a flood, and would make codes easier to guess (requirement 89). */
const MAX_WAITING = 1000;
/** Two codes meet once in some billions; the next one is then another. */
const TRIES = 5;

/** What a device asks for. */
export interface DeviceRequest extends Issuance {
  readonly scope: readonly string[];
  /** The `resource` parameters (RFC 8707 section 2). */
  readonly resources: readonly string[];
}

/** What a device is told (RFC 8628 section 3.2). */
export interface DeviceAuthorization {
  readonly deviceCode: string;
  /** Its eight letters. */
  readonly userCode: string;
  readonly expiresInSeconds: number;
  readonly pollSeconds: number;
}

/** Begins what a user finishes at another screen. */
@Injectable()
export class DeviceAuthorizations {
  constructor(
    private readonly codes: DeviceCodesRepository,
    private readonly userCodes: UserCodeHasher,
    private readonly attempts: AttemptsService,
    private readonly random: Random,
  ) {}

  /** @throws OAuthError `unauthorized_client`, `invalid_target`, or with status 429. */
  async begin(realm: Realm, client: Client, request: DeviceRequest): Promise<DeviceAuthorization> {
    if (!client.grantTypes.includes(GRANT_TYPES.deviceCode)) {
      throw new OAuthError('unauthorized_client', 'The client may not use the device grant.');
    }
    const resources = allowedResources(client, request.resources);
    await this.refuseFlood(realm, client, request);
    const value = deviceCodeOf(this.random.secret());
    const userCode = await this.store(realm, draft(client, value, { ...request, resources }));
    return { deviceCode: value, userCode, expiresInSeconds: LIFETIME_SECONDS, pollSeconds: POLL_SECONDS };
  }

  /** Removes what a realm that is being deleted holds; call inside its transaction. */
  deleteAllOf(realm: RealmRef): Promise<void> {
    return this.codes.deleteAllOf(realm);
  }

  private async store(realm: Realm, code: DeviceCode): Promise<string> {
    for (let attempt = 0; attempt < TRIES; attempt++) {
      const userCode = makeUserCode(this.random);
      if (await this.codes.add(realm, code, this.userCodes.hash(realm, userCode))) return userCode;
    }
    throw new Error('No user code was free.');
  }

  /** Anybody can ask in the name of a public client: each address for itself, then, so that none takes all its room. */
  private async refuseFlood(realm: Realm, client: Client, { at, request }: DeviceRequest): Promise<void> {
    const waiting = await this.codes.countWaiting(realm, client.id, at);
    const isFlood =
      waiting >= MAX_WAITING ||
      (client.type === 'public' && !(await this.attempts.claim(realm, [beginnings(client, request.address)])));
    if (isFlood) throw new OAuthError('temporarily_unavailable', '', { status: 429, retryAfter: 60 });
  }
}

const beginnings = (client: Client, address: string): AttemptLimit => ({
  purpose: 'device_authorization',
  subject: client.id,
  address,
  allowance: 60,
  windowSeconds: LIFETIME_SECONDS,
  firstDelaySeconds: 1,
  maxDelaySeconds: 60,
});

const draft = (client: Client, value: string, { at, scope, resources }: DeviceRequest): DeviceCode => ({
  hash: sha256(value),
  clientId: client.id,
  scope,
  resources,
  decision: null,
  userId: null,
  sessionId: null,
  authentication: null,
  decidedAt: null,
  pollSeconds: POLL_SECONDS,
  polledAt: null,
  createdAt: at,
  expiresAt: at + LIFETIME_SECONDS * 1000,
  consumedAt: null,
});
