import { AUDIT_EVENTS, type AuditEvent, type AuditEventType, type RequestInfo } from '../audit/audit.types.js';
import type { Client } from '../clients/client.types.js';
import { formatScope } from '../protocol/scope.js';
import type { PreparedAccessToken } from './access-tokens.service.js';
import type { Grant } from './grant.types.js';

interface IssueFacts {
  readonly client: Client;
  readonly grant: Grant | null;
  readonly grantType?: string;
  readonly request: RequestInfo;
}

/** What the record keeps of an issued token: who, for whom, what it opens; never its value. */
const issueEvent =
  (type: AuditEventType) =>
  (
    token: Pick<PreparedAccessToken, 'issuedAt' | 'scope' | 'jti'>,
    { client, grant, grantType, request }: IssueFacts,
  ): AuditEvent => ({
    type,
    outcome: 'success',
    clientId: client.clientId,
    userId: grant?.userId ?? null,
    address: request.address,
    requestId: request.id,
    at: token.issuedAt,
    detail: { grantType, scope: formatScope(token.scope), jti: token.jti ?? undefined, grant: grant?.id },
  });

export const issuedEvent = issueEvent(AUDIT_EVENTS.tokenIssued);
export const refreshedEvent = issueEvent(AUDIT_EVENTS.tokenRefreshed);

/** Of tokens that were issued before and are handed out once more. */
export function repeatedEvent(
  token: Pick<PreparedAccessToken, 'scope' | 'jti'>,
  at: number,
  facts: IssueFacts,
): AuditEvent {
  const event = issuedEvent({ ...token, issuedAt: at }, facts);
  return { ...event, detail: { ...event.detail, repeated: true } };
}

/** What the record keeps of a user who signed in, beside what was issued for it. */
export const signInEvent = ({ client, grant, grantType, request }: IssueFacts): AuditEvent => ({
  type: AUDIT_EVENTS.loginSucceeded,
  outcome: 'success',
  clientId: client.clientId,
  userId: grant?.userId ?? null,
  address: request.address,
  requestId: request.id,
  detail: { grantType, grant: grant?.id },
});

/** What the record keeps of an end that somebody asked for. */
export const endEvent = (
  type: AuditEventType,
  request: RequestInfo,
  about: Pick<AuditEvent, 'clientId' | 'userId' | 'detail'>,
): AuditEvent => ({ type, outcome: 'success', address: request.address, requestId: request.id, ...about });
