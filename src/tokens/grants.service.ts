import { Injectable } from '@nestjs/common';
import { AuditService } from '../audit/audit.service.js';
import { AUDIT_EVENTS, type RequestInfo } from '../audit/audit.types.js';
import { ClientsService } from '../clients/clients.service.js';
import type { Page, PageRequest } from '../database/page.js';
import type { RealmRef } from '../database/realm-ref.js';
import { Clock } from '../kernel/clock.js';
import type { Realm } from '../realms/realm.types.js';
import { UsersService } from '../users/users.service.js';
import { GrantEndings } from './grant-endings.service.js';
import { GrantsRepository } from './grants.repository.js';
import type { Grant, GrantFilter } from './grant.types.js';
import { isInForce } from './liveness.rules.js';
import { endEvent } from './token-events.js';

/** Authorizations as administrators and users see them. */
@Injectable()
export class GrantsService {
  constructor(
    private readonly grants: GrantsRepository,
    private readonly endings: GrantEndings,
    private readonly clients: ClientsService,
    private readonly users: UsersService,
    private readonly audit: AuditService,
    private readonly clock: Clock,
  ) {}

  /** @param clientId the wire `client_id`, where a client asks. */
  revoke(realm: RealmRef, id: string, request: RequestInfo, clientId?: string): Promise<boolean> {
    const event = endEvent(AUDIT_EVENTS.grantRevoked, request, { clientId, detail: { grant: id } });
    return this.endings.end(realm, id, this.clock.now(), () => this.audit.record(realm, event));
  }

  revokeAllOfUser(realm: RealmRef, userId: string, request: RequestInfo): Promise<number> {
    return this.endings.endAllOfUser(realm, userId, this.clock.now(), (count) =>
      this.audit.record(realm, endEvent(AUDIT_EVENTS.grantRevoked, request, { userId, detail: { count } })),
    );
  }

  async list(realm: Realm, filter: GrantFilter, request: PageRequest): Promise<Page<Grant>> {
    const now = this.clock.now();
    const { items, nextCursor } = await this.grants.page(realm, filter, now, request);
    const live = await Promise.all(items.map((grant) => this.isLive(realm, grant, now)));
    return { items: items.filter((_grant, index) => live[index]), nextCursor };
  }

  private async isLive(realm: Realm, grant: Grant, now: number): Promise<boolean> {
    const [client, user] = await Promise.all([
      this.clients.findById(realm, grant.clientId),
      grant.userId === null ? null : this.users.findById(realm, grant.userId),
    ]);
    return client !== null && isInForce(grant, { realm, client, user }, now);
  }
}
