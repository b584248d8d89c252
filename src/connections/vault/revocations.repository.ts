import { Injectable } from '@nestjs/common';
import type { Delivery } from '../../background/delivery.types.js';
import { OutboxRepository } from '../../background/outbox.repository.js';
import { Sql } from '../../database/sql.js';

/** Tokens of a connection that is gone, which their provider is still to be told of. */
export interface Revocation extends Delivery {
  readonly configId: string;
  readonly connectionId: string;
  readonly configVersion: number;
  /** JSON of what the request needs. */
  readonly sealedTokens: string;
}

@Injectable()
export class RevocationsRepository extends OutboxRepository<Revocation> {
  constructor(sql: Sql) {
    const values = ['configVersion', 'sealedTokens'] as const;
    super(sql, { name: 'connection_revocations', receiver: 'configId', ids: ['connectionId'], values });
  }
}
