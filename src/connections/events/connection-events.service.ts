import { Injectable } from '@nestjs/common';
import type { Page, PageRequest } from '../../database/page.js';
import type { RealmRef } from '../../database/realm-ref.js';
import { Transaction } from '../../database/transaction.js';
import { Clock } from '../../kernel/clock.js';
import { Ids } from '../../kernel/ids.js';
import type { ConnectionEvent, ConnectionEventFilter, RecordedConnectionEvent } from './connection-event.types.js';
import { ConnectionEventsRepository } from './connection-events.repository.js';
import { EventNotices } from './event-notices.service.js';

/** What happened to connections and configs: kept as their history, and told to the realm's webhooks at least once. */
@Injectable()
export class ConnectionEvents {
  constructor(
    private readonly events: ConnectionEventsRepository,
    private readonly notices: EventNotices,
    private readonly transaction: Transaction,
    private readonly clock: Clock,
    private readonly ids: Ids,
  ) {}

  /**
   * Joins the transaction of its caller, where there is one: the event and what webhooks are to be told live and die with
   * what they speak of. Told they are after the commit.
   */
  record(realm: RealmRef, event: ConnectionEvent): Promise<void> {
    const { type, connectionId = null, configId = null, userId = null, detail = {} } = event;
    return this.transaction.run(async () => {
      const at = this.clock.now();
      const recorded = { id: this.ids.next(at), type, connectionId, configId, userId, detail, at };
      await this.events.add(realm, recorded);
      await this.notices.write(realm, recorded);
    });
  }

  /** The newest first. */
  list(realm: RealmRef, filter: ConnectionEventFilter, page: PageRequest): Promise<Page<RecordedConnectionEvent>> {
    return this.events.page(realm, filter, page);
  }

  /** Removes what a realm that is being deleted holds, webhooks too; call inside its transaction. */
  async deleteAllOf(realm: RealmRef): Promise<void> {
    await this.notices.deleteAllOf(realm);
    await this.events.deleteAllOf(realm);
  }
}
