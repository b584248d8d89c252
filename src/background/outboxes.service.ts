import { Injectable } from '@nestjs/common';
import { Clock } from '../kernel/clock.js';
import type { Delivery } from './delivery.types.js';
import { Outbox, type OutboxKind } from './outbox.js';
import { Rounds } from './rounds.service.js';

@Injectable()
export class Outboxes {
  constructor(
    private readonly rounds: Rounds,
    private readonly clock: Clock,
  ) {}

  /** While the server is made: its rounds begin with the server. */
  open<D extends Delivery>(kind: OutboxKind<D>): Outbox<D> {
    return new Outbox(kind, this.rounds, this.clock);
  }
}
