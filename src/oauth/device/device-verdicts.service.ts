import { Injectable, type OnModuleInit } from '@nestjs/common';
import { AuditService } from '../../audit/audit.service.js';
import { AUDIT_EVENTS, type AuditEvent } from '../../audit/audit.types.js';
import { Transaction } from '../../database/transaction.js';
import type { Realm } from '../../realms/realm.types.js';
import type { Session } from '../../users/sessions/session.types.js';
import { SessionsService } from '../../users/sessions/sessions.service.js';
import { ConsentsService } from '../consents/consents.service.js';
import type { DeviceDecision, DeviceVerdict } from './device-code.types.js';
import { DeviceCodesRepository } from './device-codes.repository.js';
import type { DeviceVisit, WaitingDevice } from './waiting-devices.service.js';

/** What a signed-in user says of a device: it may act for them, or not. Said once. */
@Injectable()
export class DeviceVerdicts implements OnModuleInit {
  constructor(
    private readonly codes: DeviceCodesRepository,
    private readonly sessions: SessionsService,
    private readonly consents: ConsentsService,
    private readonly audit: AuditService,
    private readonly transaction: Transaction,
  ) {}

  /** What was allowed in a session that has ended, and not fetched by the device yet, is allowed no more. */
  onModuleInit(): void {
    this.sessions.onEnding((realm, session) => this.codes.denyAllOfSession(realm, session.id));
  }

  /** @returns false when somebody has decided already, the time is over, or the session has ended meanwhile. */
  record(
    realm: Realm,
    device: WaitingDevice,
    session: Session,
    said: DeviceDecision,
    visit: DeviceVisit,
  ): Promise<boolean> {
    return this.transaction.run(async () => {
      if (!(await this.sessions.hold(realm, session.id, visit.at))) return false;
      if (!(await this.codes.decide(realm, device.code.hash, verdict(session, said, visit)))) return false;
      if (said === 'allow') await this.remember(realm, device, session, visit);
      await this.audit.record(realm, event(device, session, said, visit));
      return true;
    });
  }

  /** Shown among what the user has allowed, and ended by taking that back. */
  private remember(realm: Realm, { client, code }: WaitingDevice, session: Session, visit: DeviceVisit): Promise<void> {
    return this.consents.grant(realm, session.userId, client, code.scope, visit.request);
  }
}

const verdict = (session: Session, decision: DeviceDecision, { at }: DeviceVisit): DeviceVerdict => ({
  decision,
  userId: session.userId,
  sessionId: session.id,
  authentication: { authTime: session.authTime, acr: session.acr, amr: session.amr },
  at,
});

const event = (
  { client, code }: WaitingDevice,
  { id, userId }: Session,
  decision: DeviceDecision,
  { at, request }: DeviceVisit,
): AuditEvent => ({
  type: decision === 'allow' ? AUDIT_EVENTS.deviceAllowed : AUDIT_EVENTS.deviceDenied,
  outcome: 'success',
  clientId: client.clientId,
  userId,
  address: request.address,
  requestId: request.id,
  at,
  detail: { session: id, scope: code.scope.join(' ') },
});
