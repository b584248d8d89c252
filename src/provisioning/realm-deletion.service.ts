import { Injectable } from '@nestjs/common';
import { AttemptsService } from '../attempts/attempts.service.js';
import { KeysService } from '../keys/keys.service.js';
import type { Realm } from '../realms/realm.types.js';
import { TokensService } from '../tokens/tokens.service.js';
import { UsersService } from '../users/users.service.js';
import { RealmContents } from './realm-contents.service.js';
import { SignInContents } from './sign-in-contents.service.js';

/** Empties a realm that is being deleted; its audit record stays until it is pruned by age. */
@Injectable()
export class RealmDeletion {
  constructor(
    private readonly tokens: TokensService,
    private readonly users: UsersService,
    private readonly contents: RealmContents,
    private readonly keys: KeysService,
    private readonly attempts: AttemptsService,
    private readonly signIns: SignInContents,
  ) {}

  /** Inside the transaction that deletes the realm. */
  async deleteAllOf(realm: Realm): Promise<void> {
    for (const part of [this.tokens, this.signIns, this.users, this.contents, this.keys, this.attempts]) {
      await part.deleteAllOf(realm);
    }
  }
}
