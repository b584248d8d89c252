import type { GroupCommit } from '../database/group-commit.js';
import { Clock } from '../kernel/clock.js';
import { idFromBytes, idTime, idToBytes, Ids } from '../kernel/ids.js';
import { SystemRandom } from '../kernel/random.js';
import type { AuditEventsRepository } from './audit-events.repository.js';
import { AuditService } from './audit.service.js';
import { AUDIT_EVENTS } from './audit.types.js';

const NOW = 1_800_000_000_000;
const REALM = { id: '01900000-0000-7000-8000-000000000001', name: 'demo' };
const USER = '01900000-0000-7000-8000-000000000002';

class FixedClock extends Clock {
  now(): number {
    return NOW;
  }
}
const clock = new FixedClock();
const audit = new AuditService(
  {} as AuditEventsRepository,
  {} as GroupCommit,
  clock,
  new Ids(clock, new SystemRandom()),
);

describe('the row of an event', () => {
  it('begins its id with the time of the event', () => {
    const { row } = audit.row(REALM, { type: AUDIT_EVENTS.tokenIssued, outcome: 'success', at: NOW - 5 });
    expect(idTime(idFromBytes(row.id as Buffer))).toBe(NOW - 5);
    expect(row).toMatchObject({
      at: NOW - 5,
      realmId: idToBytes(REALM.id),
      clientId: null,
      userId: null,
      detail: null,
    });
  });

  it('holds who acted, from where, and what else there is to say', () => {
    const event = { clientId: 'shop', userId: USER, address: '192.0.2.1', requestId: 'r-1', detail: { count: 2 } };
    expect(audit.row(REALM, { type: 'admin.client.created', outcome: 'success', ...event })).toEqual({
      table: 'audit_events',
      row: expect.objectContaining({ ...event, userId: idToBytes(USER), at: NOW, detail: '{"count":2}' }) as unknown,
    });
  });

  it('keeps of a client id that somebody made up as much as fits, in whole characters', () => {
    const { row } = audit.row(REALM, { type: 'login.failed', outcome: 'failure', clientId: `${'x'.repeat(127)}😀😀` });
    expect(row.clientId).toBe(`${'x'.repeat(127)}\ufffd`);
  });
});
