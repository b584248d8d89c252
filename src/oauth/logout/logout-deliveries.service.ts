import { Injectable } from '@nestjs/common';
import { AuditService } from '../../audit/audit.service.js';
import { AUDIT_EVENTS } from '../../audit/audit.types.js';
import { ClientsService } from '../../clients/clients.service.js';
import { Clock } from '../../kernel/clock.js';
import { RealmsService } from '../../realms/realms.service.js';
import type { Realm } from '../../realms/realm.types.js';
import { LogoutDeliveriesRepository } from './logout-deliveries.repository.js';
import type { LogoutDelivery } from './logout-delivery.types.js';
import { LogoutSender } from './logout-sender.service.js';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
/** After each failure, how long until the next attempt; after the last one there is none. */
const DELAYS = [10 * SECOND, MINUTE, 5 * MINUTE, 15 * MINUTE, 60 * MINUTE];

/** How long whoever took a delivery in hand has it to itself, milliseconds: far longer than an attempt can take. */
export const LEASE = 30 * SECOND;

/** Brings one delivery further: the client has it, or it is tried again later, or it was tried often enough. */
@Injectable()
export class LogoutDeliveries {
  constructor(
    private readonly deliveries: LogoutDeliveriesRepository,
    private readonly sender: LogoutSender,
    private readonly realms: RealmsService,
    private readonly clients: ClientsService,
    private readonly audit: AuditService,
    private readonly clock: Clock,
  ) {}

  /** Of a delivery that the caller has in hand. */
  async attempt(realmName: string, delivery: LogoutDelivery): Promise<void> {
    const realm = await this.realms.find(realmName);
    if (!realm) return;
    const client = await this.clients.findById(realm, delivery.clientId);
    const address = client?.enabled ? client.backchannelLogoutUri : null;
    if (!client || !address) return this.deliveries.remove(realm, delivery.id);
    const answer = await this.sender.send(realm, client, address, delivery);
    if (answer === 'taken') return this.deliveries.remove(realm, delivery.id);
    const delay = DELAYS[delivery.failures];
    if (answer === 'rejected' || delay === undefined) return this.giveUp(realm, client.clientId, delivery);
    await this.deliveries.postpone(realm, delivery.id, delivery.failures + 1, this.clock.now() + delay);
  }

  /** Takes in hand what is due and brings it further. @returns how many were due. */
  async attemptDue(limit: number): Promise<number> {
    const now = this.clock.now();
    const due = await this.deliveries.due(now, limit);
    await Promise.all(
      due.map(async ({ realmName, delivery }) => {
        const realm = await this.realms.find(realmName);
        if (realm && (await this.deliveries.claim(realm, delivery, now + LEASE)))
          await this.attempt(realmName, delivery);
      }),
    );
    return due.length;
  }

  private async giveUp(realm: Realm, clientId: string, { id, sid, failures }: LogoutDelivery): Promise<void> {
    await this.deliveries.remove(realm, id);
    const detail = { session: sid, attempts: failures + 1 };
    await this.audit.record(realm, { type: AUDIT_EVENTS.logoutUndelivered, outcome: 'failure', clientId, detail });
  }
}
