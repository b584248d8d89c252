import { Injectable } from '@nestjs/common';
import { AuditService } from '../../audit/audit.service.js';
import { AUDIT_EVENTS, type RequestInfo } from '../../audit/audit.types.js';
import type { RealmRef } from '../../database/realm-ref.js';
import { DomainError } from '../../kernel/domain-error.js';
import type { BindingFault } from './connect-binding.types.js';

export interface BindingFailure {
  readonly fault: BindingFault;
  readonly request: RequestInfo;
  readonly configId: string;
  /** Of the connect session, as far as it is known. */
  readonly sessionId?: string | null;
  readonly userId?: string | null;
  readonly clientId?: string | null;
}

/** The same for every cause. */
export const bindingFailed = (): DomainError =>
  new DomainError('binding_failed', 'This did not come from where it was begun. Begin again.');

/** Tells the record why somebody was not let in, and the caller nothing but that. */
@Injectable()
export class BindingFailures {
  constructor(private readonly audit: AuditService) {}

  /** @returns what to throw: the same for every cause. */
  async record(realm: RealmRef, failure: BindingFailure): Promise<DomainError> {
    const { fault, request, configId, sessionId = null, userId, clientId } = failure;
    await this.audit.record(realm, {
      type: AUDIT_EVENTS.connectBindingFailed,
      outcome: 'failure',
      userId,
      clientId,
      address: request.address,
      requestId: request.id,
      detail: { fault, config: configId, session: sessionId },
    });
    return bindingFailed();
  }
}
