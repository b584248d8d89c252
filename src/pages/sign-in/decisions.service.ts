import { Injectable } from '@nestjs/common';
import type { RequestInfo } from '../../http/request-info.js';
import { AuthorizationRequests } from '../../oauth/authorize/authorization-requests.service.js';
import { ConsentsService } from '../../oauth/consents/consents.service.js';
import { askedScopes } from '../../oauth/openid/asked-scopes.js';
import type { Realm } from '../../realms/realm.types.js';
import type { SignedIn } from '../../users/sessions/session.types.js';
import type { PendingRequest } from './pending-requests.service.js';

export interface Decision extends SignedIn {
  readonly decision: 'allow' | 'deny';
}

/** Keeps what users answer on the consent page: for the request at hand, and what they allow for later ones too. */
@Injectable()
export class Decisions {
  constructor(
    private readonly requests: AuthorizationRequests,
    private readonly consents: ConsentsService,
  ) {}

  /** @throws DomainError `conflict` when the request has been answered meanwhile. */
  async record(realm: Realm, pending: PendingRequest, decided: Decision, by: RequestInfo): Promise<void> {
    const { client, request } = pending;
    const { decision, session, user } = decided;
    await this.requests.recordConsent(realm, request, { decision, sessionId: session.id });
    if (decision === 'allow')
      await this.consents.grant(realm, user.id, client, askedScopes(client, request.parameters), by);
  }
}
