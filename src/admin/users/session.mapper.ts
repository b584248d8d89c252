import type { Session } from '../../users/sessions/session.types.js';
import { toText } from '../conventions/times.js';
import type { SessionDto } from './session.dto.js';

export const toSessionDto = (session: Session): SessionDto => ({
  id: session.id,
  address: session.address,
  userAgent: session.userAgent,
  amr: [...session.amr],
  authenticatedAt: toText(session.authTime),
  createdAt: toText(session.createdAt),
  lastSeenAt: toText(session.lastSeenAt),
  expiresAt: toText(session.expiresAt),
});
