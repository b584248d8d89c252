import { Injectable, type OnModuleInit } from '@nestjs/common';
import { hash, verify } from '@node-rs/argon2';
import pLimit, { type LimitFunction } from 'p-limit';
import { Settings } from '../config/settings.js';
import { DomainError } from '../kernel/domain-error.js';
import { Random } from '../kernel/random.js';

/** Argon2id (RFC 9106) with 19 MiB, two passes and one lane; the library's algorithm is argon2id unless told otherwise. */
const PARAMETERS = { memoryCost: 19_456, timeCost: 2, parallelism: 1, outputLen: 32 } as const;

/** Waiting hashes for each one that runs: about a second and a half of work. */
const QUEUE_PER_WORKER = 32;
const RETRY_AFTER_SECONDS = 2;

/**
 * Hashes few passwords at a time and lets few wait: however many sign in, the other requests keep their share of the
 * processors, and nobody waits for an answer that comes too late.
 */
@Injectable()
export class PasswordHasher implements OnModuleInit {
  private readonly limit: LimitFunction;
  private readonly maxWaiting: number;
  private nobody = '';

  constructor(
    settings: Settings,
    private readonly random: Random,
  ) {
    this.limit = pLimit(settings.passwordHashConcurrency);
    this.maxWaiting = settings.passwordHashConcurrency * QUEUE_PER_WORKER;
  }

  async onModuleInit(): Promise<void> {
    this.nobody = await hash(this.random.secret(), PARAMETERS);
  }

  /**
   * @returns PHC form.
   * @throws DomainError `unavailable` when too many wait.
   */
  hash(password: string): Promise<string> {
    return this.inTurn(() => hash(password, PARAMETERS));
  }

  /**
   * Null stands for a user who does not exist or has no password: the answer is no, and takes as long (requirement 85).
   *
   * @throws DomainError `unavailable` when too many wait.
   */
  async verify(passwordHash: string | null, password: string): Promise<boolean> {
    const matches = await this.inTurn(() => verify(passwordHash ?? this.nobody, password));
    return matches && passwordHash !== null;
  }

  private async inTurn<T>(work: () => Promise<T>): Promise<T> {
    if (this.limit.pendingCount >= this.maxWaiting) {
      throw new DomainError('unavailable', 'Too many sign-ins at once. Try again shortly.', [], RETRY_AFTER_SECONDS);
    }
    return this.limit(work);
  }
}
