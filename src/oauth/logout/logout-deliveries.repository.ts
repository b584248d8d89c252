import { Injectable } from '@nestjs/common';
import type { Delivery } from '../../background/delivery.types.js';
import { OutboxRepository } from '../../background/outbox.repository.js';
import { Sql } from '../../database/sql.js';

/** That a session has ended, to be told to one client that had a part in it. */
export interface LogoutDelivery extends Delivery {
  /** The id of the client's row, not its wire `client_id`. */
  readonly clientId: string;
  /** The user, as that client knows it: settled when the session ends, for the user may be gone soon. */
  readonly sub: string;
  /** The session that has ended. */
  readonly sid: string;
}

@Injectable()
export class LogoutDeliveriesRepository extends OutboxRepository<LogoutDelivery> {
  constructor(sql: Sql) {
    super(sql, { name: 'logout_deliveries', receiver: 'clientId', ids: ['sid'], values: ['sub'] });
  }
}
