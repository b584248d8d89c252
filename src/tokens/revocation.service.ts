import { Injectable } from '@nestjs/common';
import { AuditService } from '../audit/audit.service.js';
import { AUDIT_EVENTS, type RequestInfo } from '../audit/audit.types.js';
import type { Client } from '../clients/client.types.js';
import { ClientsService } from '../clients/clients.service.js';
import { Transaction } from '../database/transaction.js';
import { Clock } from '../kernel/clock.js';
import type { Realm } from '../realms/realm.types.js';
import { GrantsService } from './grants.service.js';
import { endEvent } from './token-events.js';
import { TokenReader } from './token-reader.service.js';
import type { ClientReference, TokenRecord } from './token-record.js';

/** Revocation (RFC 7009) by the client that a token was issued to, and by whoever holds it. */
@Injectable()
export class RevocationService {
  constructor(
    private readonly reader: TokenReader,
    private readonly grants: GrantsService,
    private readonly clients: ClientsService,
    private readonly transaction: Transaction,
    private readonly audit: AuditService,
    private readonly clock: Clock,
  ) {}

  /** A refresh token ends its grant even when it was used before: whoever holds it was given that grant. */
  async revoke(realm: Realm, client: Client, value: string, request: RequestInfo): Promise<void> {
    const record = await this.reader.read(realm, value);
    if (record && isIssuedTo(record.client, client)) await this.end(realm, client.clientId, value, record, request);
  }

  async revokeByHolder(realm: Realm, value: string, request: RequestInfo): Promise<void> {
    const record = await this.reader.read(realm, value);
    if (record) await this.end(realm, await this.clientIdOf(realm, record.client), value, record, request);
  }

  private async clientIdOf(realm: Realm, reference: ClientReference): Promise<string | undefined> {
    return 'id' in reference ? (await this.clients.findById(realm, reference.id))?.clientId : reference.clientId;
  }

  private async end(
    realm: Realm,
    clientId: string | undefined,
    value: string,
    record: TokenRecord,
    request: RequestInfo,
  ): Promise<void> {
    if (record.kind === 'refresh') await this.grants.revoke(realm, record.grantId!, request, clientId);
    else await this.endAccess(realm, clientId, value, record, request);
  }

  private endAccess(
    realm: Realm,
    clientId: string | undefined,
    value: string,
    record: TokenRecord,
    request: RequestInfo,
  ): Promise<void> {
    const { userId, grantId, jti } = record;
    const detail = { grant: grantId ?? undefined, jti: jti ?? undefined };
    return this.transaction.run(async () => {
      if (!(await this.reader.endAccess(realm, value, record, this.clock.now()))) return;
      await this.audit.record(realm, endEvent(AUDIT_EVENTS.tokenRevoked, request, { clientId, userId, detail }));
    });
  }
}

const isIssuedTo = (reference: ClientReference, client: Client): boolean =>
  'id' in reference ? reference.id === client.id : reference.clientId === client.clientId;
