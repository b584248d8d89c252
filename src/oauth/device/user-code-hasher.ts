import { Injectable } from '@nestjs/common';
import type { RealmRef } from '../../database/realm-ref.js';
import { SecretHasher } from '../../secrets/secret-hasher.js';

/** A user code has so few bits that a copy of the database would tell it, were its hash not keyed. */
@Injectable()
export class UserCodeHasher {
  constructor(private readonly hasher: SecretHasher) {}

  /** @param userCode its eight letters. */
  hash(realm: RealmRef, userCode: string): Buffer {
    return this.hasher.hash(JSON.stringify(['user_code', realm.id, userCode]));
  }
}
