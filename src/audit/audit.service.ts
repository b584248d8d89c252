import { Injectable } from '@nestjs/common';
import { GroupCommit, type TableRow } from '../database/group-commit.js';
import type { Page, PageRequest } from '../database/page.js';
import type { RealmRef } from '../database/realm-ref.js';
import { Clock } from '../kernel/clock.js';
import { Ids, idToBytes } from '../kernel/ids.js';
import { AuditEventsRepository } from './audit-events.repository.js';
import type { AuditEvent, AuditFilters, RecordedEvent } from './audit.types.js';

/** The record of who did what. Events are only ever added; what is older than the retention is pruned. */
@Injectable()
export class AuditService {
  constructor(
    private readonly events: AuditEventsRepository,
    private readonly commits: GroupCommit,
    private readonly clock: Clock,
    private readonly ids: Ids,
  ) {}

  /** Resolves when the event is durable; inside a transaction it lives and dies with that. */
  record(realm: RealmRef, event: AuditEvent): Promise<void> {
    return this.commits.add([this.row(realm, event)]);
  }

  /** For a service that commits the event together with rows of its own. */
  row(realm: RealmRef, event: AuditEvent): TableRow {
    const at = event.at ?? this.clock.now();
    return {
      table: 'audit_events',
      row: {
        id: idToBytes(this.ids.next(at)),
        realmId: idToBytes(realm.id),
        at,
        type: event.type,
        outcome: event.outcome,
        clientId: cut(event.clientId, 128),
        userId: event.userId == null ? null : idToBytes(event.userId),
        address: cut(event.address, 64),
        requestId: cut(event.requestId, 64),
        detail: event.detail == null ? null : JSON.stringify(event.detail),
      },
    };
  }

  /** The newest first. With a filter a page may hold fewer than asked for though more follow. */
  list(realm: RealmRef, filters: AuditFilters, page: PageRequest): Promise<Page<RecordedEvent>> {
    return this.events.page(realm, filters, page);
  }

  /** The events of every realm, those of deleted ones too: for administrators of the server. */
  listAll(filters: AuditFilters, page: PageRequest): Promise<Page<RecordedEvent>> {
    return this.events.pageOfAllRealms(filters, page);
  }

  /**
   * Deletes the oldest events from before a moment.
   * @returns how many; as long as it is `limit`, there may be more.
   */
  prune(before: number, limit: number): Promise<number> {
    return this.events.deleteBefore(before, limit);
  }
}

/** What a caller claims to be may be of any length: the record keeps as much as fits, whole characters only. */
function cut(text: string | null | undefined, length: number): string | null {
  if (text == null) return null;
  return text.length <= length ? text : Buffer.from(text.slice(0, length)).toString();
}
