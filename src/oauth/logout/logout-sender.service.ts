import { Injectable } from '@nestjs/common';
import { AuditService } from '../../audit/audit.service.js';
import { AUDIT_EVENTS } from '../../audit/audit.types.js';
import { answerOf, type Answer, type Courier } from '../../background/delivery.types.js';
import { ClientsService } from '../../clients/clients.service.js';
import type { RealmRef } from '../../database/realm-ref.js';
import { EgressNotices } from '../../egress/egress-notices.service.js';
import type { LogoutDelivery } from './logout-deliveries.repository.js';
import { LogoutTokens } from './logout-tokens.service.js';

/** For a client that is told while a browser waits for its own answer. */
const TIMEOUT_MS = 3000;
/** The client has understood and does not want it (section 2.8). */
const REJECTED = 400;

/** Tells a client once that a session has ended (OpenID Connect Back-Channel Logout section 2.5). */
@Injectable()
export class LogoutSender implements Courier<LogoutDelivery> {
  constructor(
    private readonly clients: ClientsService,
    private readonly tokens: LogoutTokens,
    private readonly notices: EgressNotices,
    private readonly audit: AuditService,
  ) {}

  async send(realm: RealmRef, delivery: LogoutDelivery): Promise<Answer> {
    const client = await this.clients.findById(realm, delivery.clientId);
    if (!client?.enabled || !client.backchannelLogoutUri) return 'done';
    const token = await this.tokens.make(realm, client, delivery);
    const body = new URLSearchParams({ logout_token: token }).toString();
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    const notice = { purpose: 'backchannel_logout_uri', headers, body, timeoutMs: TIMEOUT_MS };
    return answerOf(await this.notices.post(client.backchannelLogoutUri, notice), REJECTED);
  }

  async giveUp(realm: RealmRef, { clientId, sid }: LogoutDelivery, attempts: number): Promise<void> {
    const client = await this.clients.findById(realm, clientId);
    const about = { clientId: client?.clientId, detail: { session: sid, attempts } };
    await this.audit.record(realm, { type: AUDIT_EVENTS.logoutUndelivered, outcome: 'failure', ...about });
  }
}
