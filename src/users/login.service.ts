import { Injectable } from '@nestjs/common';
import { AttemptsService } from '../attempts/attempts.service.js';
import type { AttemptLimit } from '../attempts/attempts.types.js';
import { Settings } from '../config/settings.js';
import type { RealmRef } from '../database/realm-ref.js';
import { PasswordHasher } from './password-hasher.js';
import { PasswordQueue } from './password-queue.js';
import type { User } from './user.types.js';
import { usernameKey } from './username.js';
import { UsersRepository } from './users.repository.js';

const PURPOSE = 'password';
const HOUR = 3600;
/** One second, doubling up to a quarter of an hour. */
const DELAYS = { firstDelaySeconds: 1, maxDelaySeconds: 900 } as const;

/**
 * Checks passwords. Who guesses learns nothing but no: an unknown user, a disabled one, one without a password and a
 * locked-out guesser all get the same answer (requirements 43 and 85).
 */
@Injectable()
export class LoginService {
  constructor(
    private readonly users: UsersRepository,
    private readonly hasher: PasswordHasher,
    private readonly queue: PasswordQueue,
    private readonly attempts: AttemptsService,
    private readonly settings: Settings,
  ) {}

  /** @throws DomainError `unavailable` when too many wait to sign in. */
  authenticate(realm: RealmRef, username: string, password: string, address: string): Promise<User | null> {
    return this.queue.run(() => this.attempt(realm, usernameKey(username), password, address));
  }

  unlock(realm: RealmRef, username: string): Promise<void> {
    return this.attempts.clear(realm, PURPOSE, usernameKey(username));
  }

  /** Past the allowance nothing is hashed: guessing must not keep the server busy. */
  private attempt(realm: RealmRef, key: string, password: string, address: string): Promise<User | null> {
    return this.attempts.attempt(realm, this.limits(key, address), () => this.check(realm, key, password));
  }

  private async check(realm: RealmRef, key: string, password: string): Promise<User | null> {
    const found = await this.users.findByKey(realm, key);
    const passwordHash = found?.user.enabled ? found.passwordHash : null;
    if (!(await this.hasher.verify(passwordHash, password)) || !found) return null;
    // Hashing takes long enough for an administrator to have changed the user meanwhile.
    const now = await this.users.findById(realm, found.user.id);
    return now?.user.enabled && now.passwordHash === passwordHash ? now.user : null;
  }

  private limits(subject: string, address: string): AttemptLimit[] {
    const common = { purpose: PURPOSE, subject, windowSeconds: HOUR, ...DELAYS };
    return [
      { ...common, address, allowance: this.settings.loginFailuresPerAddress },
      { ...common, address: null, allowance: this.settings.loginFailuresPerUser },
    ];
  }
}
