import { Injectable } from '@nestjs/common';
import { untried } from '../../background/delivery.types.js';
import type { Client } from '../../clients/client.types.js';
import { ClientsService } from '../../clients/clients.service.js';
import type { RealmRef } from '../../database/realm-ref.js';
import { Ids } from '../../kernel/ids.js';
import { Subjects } from '../../tokens/subjects.service.js';
import { UserGrants } from '../../tokens/user-grants.service.js';
import type { Session } from '../../users/sessions/session.types.js';
import { LogoutDeliveriesRepository, type LogoutDelivery } from './logout-deliveries.repository.js';

/** Writes down, in the transaction that ends a session, which clients are to be told. */
@Injectable()
export class LogoutNotices {
  constructor(
    private readonly deliveries: LogoutDeliveriesRepository,
    private readonly grants: UserGrants,
    private readonly clients: ClientsService,
    private readonly subjects: Subjects,
    private readonly ids: Ids,
  ) {}

  /** @returns what the caller is to tell at once, when this is committed. */
  async write(realm: RealmRef, session: Session, at: number): Promise<LogoutDelivery[]> {
    const clients = await this.clients.findByIds(realm, await this.grants.clientsOf(realm, session));
    const notices = clients
      .filter(({ enabled, backchannelLogoutUri }) => enabled && backchannelLogoutUri)
      .map((client) => this.notice(realm, session, client, at));
    await this.deliveries.addAll(realm, notices);
    return notices;
  }

  /** Removes what a realm that is being deleted holds; call inside its transaction. */
  deleteAllOf(realm: RealmRef): Promise<void> {
    return this.deliveries.deleteAllOf(realm);
  }

  private notice(realm: RealmRef, session: Session, client: Client, at: number): LogoutDelivery {
    return {
      id: this.ids.next(at),
      clientId: client.id,
      sub: this.subjects.of(realm, { client, user: { id: session.userId } }),
      sid: session.id,
      ...untried(at),
    };
  }
}
