import { Injectable } from '@nestjs/common';
import { AuditService } from '../../audit/audit.service.js';
import { AUDIT_EVENTS, type RequestInfo } from '../../audit/audit.types.js';
import type { Client } from '../../clients/client.types.js';
import type { Page, PageRequest } from '../../database/page.js';
import type { RealmRef } from '../../database/realm-ref.js';
import { Transaction } from '../../database/transaction.js';
import { formatScope } from '../../protocol/scope.js';
import { UserGrants } from '../../tokens/user-grants.service.js';
import { ConsentRecords } from './consent-records.service.js';
import type { Consent } from './consent.types.js';
import { ConsentsRepository } from './consents.repository.js';

type ClientRef = Pick<Client, 'id' | 'clientId'>;

/** What users have allowed their clients: asked for once for each scope, and taken back whenever the user likes. */
@Injectable()
export class ConsentsService {
  constructor(
    private readonly consents: ConsentsRepository,
    private readonly records: ConsentRecords,
    private readonly grants: UserGrants,
    private readonly audit: AuditService,
    private readonly transaction: Transaction,
  ) {}

  /** @param clientId the id of the client's row. */
  find(realm: RealmRef, userId: string, clientId: string): Promise<Consent | null> {
    return this.consents.find(realm, userId, clientId);
  }

  /** Adds to what the user has allowed the client before. */
  async grant(
    realm: RealmRef,
    userId: string,
    client: ClientRef,
    scopes: readonly string[],
    request: RequestInfo,
  ): Promise<void> {
    const added = await this.records.remember(realm, userId, client.id, scopes);
    const event = consentEvent(AUDIT_EVENTS.consentGranted, userId, client, request);
    await this.audit.record(realm, { ...event, detail: { scope: formatScope(scopes), added: formatScope(added) } });
  }

  /**
   * Takes back all that the user has allowed the client, and ends every grant that it holds for the user: those too that
   * it got without this consent being remembered.
   *
   * @returns whether there was anything to end.
   */
  withdraw(realm: RealmRef, userId: string, client: ClientRef, request: RequestInfo): Promise<boolean> {
    return this.transaction.run(async () => {
      const removed = await this.consents.remove(realm, userId, client.id);
      const ended = await this.grants.revokeOfClient(realm, userId, client.id, request);
      if (!removed && ended === 0) return false;
      await this.audit.record(realm, consentEvent(AUDIT_EVENTS.consentWithdrawn, userId, client, request));
      return true;
    });
  }

  /** The oldest first. */
  list(realm: RealmRef, userId: string, page: PageRequest): Promise<Page<Consent>> {
    return this.consents.page(realm, userId, page);
  }

  /** Removes what a realm that is being deleted holds; call inside its transaction. */
  deleteAllOf(realm: RealmRef): Promise<void> {
    return this.consents.deleteAllOf(realm);
  }
}

const consentEvent = (
  type: typeof AUDIT_EVENTS.consentGranted | typeof AUDIT_EVENTS.consentWithdrawn,
  userId: string,
  { clientId }: ClientRef,
  { address, id }: RequestInfo,
) => ({ type, outcome: 'success' as const, userId, clientId, address, requestId: id });
