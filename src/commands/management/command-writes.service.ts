import { Injectable } from '@nestjs/common';
import { AuditService } from '../../audit/audit.service.js';
import { Transaction } from '../../database/transaction.js';
import type { RealmRef } from '../../database/realm-ref.js';

/** A change as it is recorded: names alone, no value that was set. */
export interface CommandWrite {
  readonly type: `admin.${string}.${string}`;
  /** The name of what was changed. */
  readonly target: string;
  readonly fields?: readonly string[];
}

/** A change made by a command and its line in the audit record are one transaction, as in the admin API. */
@Injectable()
export class CommandWrites {
  constructor(
    private readonly transaction: Transaction,
    private readonly audit: AuditService,
  ) {}

  run<T>(realm: RealmRef, write: CommandWrite, work: () => Promise<T>): Promise<T> {
    return this.transaction.run(async () => {
      const result = await work();
      await this.record(realm, write);
      return result;
    });
  }

  /** Inside the transaction of the change. Whoever may run a command is known to the machine, not to the server. */
  record(realm: RealmRef, { type, target, fields }: CommandWrite): Promise<void> {
    const detail = { actor: 'cli', target, ...(fields && { fields: [...fields].sort() }) };
    return this.audit.record(realm, { type, outcome: 'success', detail });
  }
}
