import type { AuditFilters, RecordedEvent } from '../../audit/audit.types.js';
import { toText, toTime } from '../conventions/times.js';
import type { AuditEventDto, AuditQueryDto } from './audit-event.dto.js';

export const toAuditEventDto = ({ at, detail, ...event }: RecordedEvent): AuditEventDto => ({
  ...event,
  at: toText(at),
  detail: detail && { ...detail },
});

/** @param user id of the user that is asked for, if one is */
export const toAuditFilters = ({ type, client, from, to }: AuditQueryDto, user: string | undefined): AuditFilters => ({
  type,
  client,
  user,
  from: from === undefined ? undefined : toTime(from, 'from'),
  to: to === undefined ? undefined : toTime(to, 'to'),
});
