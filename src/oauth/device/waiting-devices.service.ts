import { Injectable } from '@nestjs/common';
import { AttemptsService } from '../../attempts/attempts.service.js';
import type { AttemptLimit } from '../../attempts/attempts.types.js';
import type { RequestInfo } from '../../audit/audit.types.js';
import type { Client } from '../../clients/client.types.js';
import { ClientsService } from '../../clients/clients.service.js';
import { GRANT_TYPES } from '../../protocol/names.js';
import type { Realm } from '../../realms/realm.types.js';
import type { DeviceCode } from './device-code.types.js';
import { DeviceCodesRepository } from './device-codes.repository.js';
import { UserCodeHasher } from './user-code-hasher.js';
import { readUserCode } from './user-code.js';

const HOUR = 3600;

/** A device that waits for its user, and the client that speaks through it. */
export interface WaitingDevice {
  readonly code: DeviceCode;
  /** Eight letters. */
  readonly userCode: string;
  readonly client: Client;
}

/** Who asks or decides, and when: UTC milliseconds. */
export interface DeviceVisit {
  readonly at: number;
  readonly request: RequestInfo;
}

/** Finds the device that shows a code to its user (RFC 8628 section 3.3). */
@Injectable()
export class WaitingDevices {
  constructor(
    private readonly codes: DeviceCodesRepository,
    private readonly userCodes: UserCodeHasher,
    private readonly attempts: AttemptsService,
    private readonly clients: ClientsService,
  ) {}

  /**
   * Null for a code that no device waits with, and for whoever has guessed too often: alike (requirements 71 and 84). To
   * be called outside of transactions.
   */
  find(realm: Realm, typed: string, { at, request }: DeviceVisit): Promise<WaitingDevice | null> {
    return this.attempts.attempt(realm, guesses(request.address), () => this.look(realm, typed, at));
  }

  private async look(realm: Realm, typed: string, at: number): Promise<WaitingDevice | null> {
    const userCode = readUserCode(typed);
    if (userCode === null) return null;
    const code = await this.codes.findByUserCode(realm, this.userCodes.hash(realm, userCode));
    if (!code || code.decision !== null || code.expiresAt <= at) return null;
    const client = await this.clients.findById(realm, code.clientId);
    return client && mayUseDevices(client) ? { code, userCode, client } : null;
  }
}

/**
 * Five wrong codes from an address, then delays up to a quarter of an hour. All addresses together have a thousand an
 * hour and one a second after that: too few to find one code of billions, and nobody is kept out for long by others.
 */
const guesses = (address: string): AttemptLimit[] => {
  const shared = { purpose: 'user_code', subject: '', windowSeconds: HOUR, firstDelaySeconds: 1 };
  return [
    { ...shared, address, allowance: 5, maxDelaySeconds: 900 },
    { ...shared, address: null, allowance: 1000, maxDelaySeconds: 1 },
  ];
};

const mayUseDevices = ({ enabled, grantTypes }: Client): boolean =>
  enabled && grantTypes.includes(GRANT_TYPES.deviceCode);
