import { Injectable, type OnModuleInit } from '@nestjs/common';
import { hash, verify } from '@node-rs/argon2';
import { Random } from '../kernel/random.js';

/** Argon2id (RFC 9106) with 19 MiB, two passes and one lane; the library's algorithm is argon2id unless told otherwise. */
const PARAMETERS = { memoryCost: 19_456, timeCost: 2, parallelism: 1, outputLen: 32 } as const;

/** Slow on purpose, off the main thread: to be called in turn, by the password queue. */
@Injectable()
export class PasswordHasher implements OnModuleInit {
  private nobody = '';

  constructor(private readonly random: Random) {}

  async onModuleInit(): Promise<void> {
    this.nobody = await this.hash(this.random.secret());
  }

  /** @returns PHC form. */
  hash(password: string): Promise<string> {
    return hash(password, PARAMETERS);
  }

  /** Null stands for a user who does not exist or has no password: the answer is no, and takes as long (requirement 85). */
  async verify(passwordHash: string | null, password: string): Promise<boolean> {
    const matches = await verify(passwordHash ?? this.nobody, password);
    return matches && passwordHash !== null;
  }
}
