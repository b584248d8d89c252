import { Injectable, Logger } from '@nestjs/common';
import { AuditService } from '../../audit/audit.service.js';
import { AUDIT_EVENTS } from '../../audit/audit.types.js';
import type { RealmRef } from '../../database/realm-ref.js';
import type { Connection } from '../vault/connection.types.js';
import { ConnectionTokens } from '../vault/connection-tokens.service.js';
import { ConnectionsService } from '../vault/connections.service.js';
import type { FreshToken } from '../vault/token.types.js';
import type { Caller } from './proxy.types.js';

/** What the record keeps of one call: nothing of its query, headers or bodies. */
export interface ProxyUse {
  readonly connection: Connection;
  readonly caller: Caller;
  readonly method: string;
  /** Null where the call did not come so far. */
  readonly url: URL | null;
  readonly status: number | null;
  /** Of the answer's body. */
  readonly bytes: number;
  readonly began: number;
  readonly ended: number;
  /** Must not be in the record, wherever the API wants to have it. */
  readonly credential?: string;
}

const MAX_PATH = 500;

/** Writes down every call that was made by a connection. The answer is out by then: nobody waits for the record. */
@Injectable()
export class ProxyRecords {
  private readonly logger = new Logger(ProxyRecords.name);

  constructor(
    private readonly audit: AuditService,
    private readonly connections: ConnectionsService,
    private readonly tokens: ConnectionTokens,
  ) {}

  write(realm: RealmRef, use: ProxyUse): void {
    const writing = [this.record(realm, use), this.connections.used(realm, use.connection, use.began)];
    Promise.all(writing).catch((error: unknown) => this.logger.warn('A call was not recorded', error));
  }

  /** That the API has taken the token. The call was made: its caller gets the answer, whatever becomes of this. */
  async accepted(realm: RealmRef, connection: Connection, token: FreshToken): Promise<void> {
    try {
      await this.tokens.accepted(realm, connection, token);
    } catch (error) {
      this.logger.warn('That a token was taken was not recorded', error);
    }
  }

  private record(realm: RealmRef, use: ProxyUse): Promise<void> {
    const { connection, caller, method, url, status, bytes, began, ended } = use;
    const { token, request } = caller;
    return this.audit.record(realm, {
      type: AUDIT_EVENTS.connectionUsed,
      outcome: status === null ? 'failure' : 'success',
      clientId: token.client.clientId,
      userId: token.user?.id ?? null,
      address: request.address,
      requestId: request.id,
      at: began,
      detail: {
        connection: connection.id,
        method,
        host: url?.host ?? null,
        path: url && shownPath(url, use.credential),
        status,
        bytes,
        ms: ended - began,
      },
    });
  }
}

function shownPath({ pathname }: URL, credential: string | undefined): string {
  const shown = credential
    ? pathname.replaceAll(credential, '-').replaceAll(encodeURIComponent(credential), '-')
    : pathname;
  return shown.slice(0, MAX_PATH);
}
