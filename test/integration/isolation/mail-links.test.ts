import { SystemClock } from '../../../src/kernel/clock.js';
import { sha256 } from '../../../src/kernel/digest.js';
import { Ids } from '../../../src/kernel/ids.js';
import { SystemRandom } from '../../../src/kernel/random.js';
import type { MailLink } from '../../../src/mail/mail-link.types.js';
import { MailLinksRepository } from '../../../src/mail/mail-links.repository.js';
import { isolates, openTwoRealms, type TwoRealms } from '../../support/isolation.js';

describe('mailed links', () => {
  const userId = new Ids(new SystemClock(), new SystemRandom()).next();
  const link: MailLink = { purpose: 'reset_password', userId, email: 'ann@example.com', expiresAt: 1000 };
  const [ours, theirs] = [sha256('ours'), sha256('theirs')];
  let node: TwoRealms;
  let links: MailLinksRepository;

  const stillThere = async (): Promise<void> =>
    expect(await links.find(node.there, theirs, 'reset_password', 1)).toEqual(link);

  beforeAll(async () => {
    node = await openTwoRealms();
    links = new MailLinksRepository(node.sql);
  });
  beforeEach(async () => {
    await links.add(node.here, ours, link);
    await links.add(node.there, theirs, link);
  });
  afterEach(async () => {
    await links.deleteAllOf(node.here);
    await links.deleteAllOf(node.there);
  });
  afterAll(() => node.close());

  isolates('MailLinksRepository.add', async () => {
    await links.add(node.here, sha256('another'), link);
    expect(await links.find(node.there, sha256('another'), 'reset_password', 1)).toBeNull();
  });

  isolates('MailLinksRepository.find', async () => {
    expect(await links.find(node.here, theirs, 'reset_password', 1)).toBeNull();
    expect(await links.find(node.here, ours, 'reset_password', 1)).toEqual(link);
  });

  isolates('MailLinksRepository.claim', async () => {
    expect(await links.claim(node.here, theirs, 'reset_password', 1)).toBe(false);
    await stillThere();
  });

  isolates('MailLinksRepository.deleteAllOfUser', async () => {
    await links.deleteAllOfUser(node.here, userId);
    expect(await links.find(node.here, ours, 'reset_password', 1)).toBeNull();
    await stillThere();
  });

  isolates('MailLinksRepository.deleteAllOf', async () => {
    await links.deleteAllOf(node.here);
    await stillThere();
  });
});
