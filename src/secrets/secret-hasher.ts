import { Injectable } from '@nestjs/common';
import { equalInConstantTime, hmacSha256 } from '../kernel/digest.js';
import { ServerSecretsService } from './server-secrets.service.js';

/**
 * The keyed hash of client secrets and realm keys. They are made by machines or fixed keys, not passwords: a fast hash
 * suffices, and the key of it, which no copy of the database reveals, keeps the short ones from being guessed offline.
 */
@Injectable()
export class SecretHasher {
  constructor(private readonly secrets: ServerSecretsService) {}

  /** HMAC-SHA-256: 32 bytes. */
  hash(secret: string): Buffer {
    return hmacSha256(this.secrets.key('pepper'), secret);
  }

  /** Compares in constant time. */
  matches(secret: string, hash: Uint8Array): boolean {
    return equalInConstantTime(this.hash(secret), hash);
  }
}
