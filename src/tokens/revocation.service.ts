import { Injectable } from '@nestjs/common';
import { AuditService } from '../audit/audit.service.js';
import { AUDIT_EVENTS, type RequestInfo } from '../audit/audit.types.js';
import type { Client } from '../clients/client.types.js';
import { Transaction } from '../database/transaction.js';
import { Clock } from '../kernel/clock.js';
import type { Realm } from '../realms/realm.types.js';
import { GrantsService } from './grants.service.js';
import { endEvent } from './token-events.js';
import { TokenReader } from './token-reader.service.js';
import type { ClientReference, TokenRecord } from './token-record.js';

/** Revocation by the client that a token was issued to (RFC 7009). */
@Injectable()
export class RevocationService {
  constructor(
    private readonly reader: TokenReader,
    private readonly grants: GrantsService,
    private readonly transaction: Transaction,
    private readonly audit: AuditService,
    private readonly clock: Clock,
  ) {}

  /** A refresh token ends its grant even when it was used before: whoever holds it was given that grant. */
  async revoke(realm: Realm, client: Client, value: string, request: RequestInfo): Promise<void> {
    const record = await this.reader.read(realm, value);
    if (!record || !isIssuedTo(record.client, client)) return;
    if (record.kind === 'refresh') await this.grants.revoke(realm, record.grantId!, request, client.clientId);
    else await this.endAccess(realm, client, value, record, request);
  }

  private endAccess(
    realm: Realm,
    client: Client,
    value: string,
    record: TokenRecord,
    request: RequestInfo,
  ): Promise<void> {
    const { clientId } = client;
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
