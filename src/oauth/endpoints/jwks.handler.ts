import { Injectable } from '@nestjs/common';
import type { KeySet } from '../../keys/key.types.js';
import { KeysService } from '../../keys/keys.service.js';
import { RealmsService } from '../../realms/realms.service.js';
import { LastGoodCopy } from './last-good-copy.js';

/** The public keys of a realm (RFC 7517 section 5). */
@Injectable()
export class JwksHandler {
  private readonly sets = new LastGoodCopy<KeySet>();

  constructor(
    private readonly realms: RealmsService,
    private readonly keys: KeysService,
  ) {}

  /** While the database is down, as they were read last. @throws DomainError `not_found` for an unknown or disabled realm. */
  handle(realmName: string): Promise<KeySet> {
    return this.sets.of(realmName, async () => this.keys.jwks(await this.realms.getEnabled(realmName)));
  }
}
