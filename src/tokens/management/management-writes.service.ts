import { Injectable } from '@nestjs/common';
import { AuditService } from '../../audit/audit.service.js';
import { Transaction } from '../../database/transaction.js';
import type { Realm } from '../../realms/realm.types.js';
import type { ManagementRequest } from './management.types.js';

/** What is written to the record of a change by who manages a realm. Names alone: no value that was set, and so no secret. */
export interface ManagementWrite {
  /** `admin.<noun>.<verb>` */
  readonly type: `admin.${string}.${string}`;
  /** The name or id of what was changed. */
  readonly target: string;
  /** The body, of which the names of the fields are kept. */
  readonly changes?: object;
  /** Whose record it goes to; the managed realm's by default. */
  readonly realm?: Realm;
  readonly detail?: Readonly<Record<string, unknown>>;
}

/** A change and its line in the audit record are one transaction: neither exists without the other. */
@Injectable()
export class ManagementWrites {
  constructor(
    private readonly transaction: Transaction,
    private readonly audit: AuditService,
  ) {}

  run<T>(admin: ManagementRequest, write: ManagementWrite, work: () => Promise<T>): Promise<T> {
    return this.transaction.run(async () => {
      const result = await work();
      await this.record(admin, write);
      return result;
    });
  }

  /** Inside the transaction of the change. */
  record(admin: ManagementRequest, write: ManagementWrite): Promise<void> {
    const { token, request } = admin;
    return this.audit.record(write.realm ?? admin.realm, {
      type: write.type,
      outcome: 'success',
      clientId: token.client.clientId,
      userId: token.user?.id ?? null,
      address: request.address,
      requestId: request.id,
      detail: {
        actorRealm: token.realm.name,
        target: write.target,
        ...(write.changes && { fields: Object.keys(write.changes).sort() }),
        ...write.detail,
      },
    });
  }
}
