import { Injectable } from '@nestjs/common';
import type { RealmRef } from '../database/realm-ref.js';
import { GrantsRepository } from './grants.repository.js';
import { KeptPairsRepository } from './kept-pairs.repository.js';
import { RevokedJtisRepository } from './revoked-jtis.repository.js';
import { TokensRepository } from './tokens.repository.js';

/** Removes what a realm that is being deleted holds of grants and tokens. */
@Injectable()
export class TokenErasure {
  constructor(
    private readonly tokens: TokensRepository,
    private readonly grants: GrantsRepository,
    private readonly revokedJtis: RevokedJtisRepository,
    private readonly pairs: KeptPairsRepository,
  ) {}

  async deleteAllOf(realm: RealmRef): Promise<void> {
    await this.tokens.deleteAllOf(realm);
    await this.grants.deleteAllOf(realm);
    await this.revokedJtis.deleteAllOf(realm);
    await this.pairs.deleteAllOf(realm);
  }
}
