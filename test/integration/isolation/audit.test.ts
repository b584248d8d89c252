import { AuditEventsRepository } from '../../../src/audit/audit-events.repository.js';
import { AuditService } from '../../../src/audit/audit.service.js';
import { SystemClock } from '../../../src/kernel/clock.js';
import { Ids } from '../../../src/kernel/ids.js';
import { SystemRandom } from '../../../src/kernel/random.js';
import { isolates, openTwoRealms, type TwoRealms } from '../../support/isolation.js';

let node: TwoRealms;
let events: AuditEventsRepository;

beforeAll(async () => {
  node = await openTwoRealms();
  events = new AuditEventsRepository(node.sql);
  const clock = new SystemClock();
  const audit = new AuditService(events, node.groupCommit, clock, new Ids(clock, new SystemRandom()));
  for (const realm of [node.here, node.there]) {
    await audit.record(realm, {
      type: 'token.issued',
      outcome: 'success',
      clientId: 'shop',
      detail: { in: realm.name },
    });
  }
});
afterAll(() => node.close());

isolates('AuditEventsRepository.page', async () => {
  for (const filters of [{}, { type: 'token.issued' }, { client: 'shop' }, { from: 0 }]) {
    const { items } = await events.page(node.here, filters, { limit: 10 });
    expect(items.map(({ detail }) => detail)).toEqual([{ in: 'here' }]);
  }
});
