import { AssertionJtisRepository } from '../../../src/oauth/client-auth/assertion-jtis.repository.js';
import { newClient } from '../../support/client.builder.js';
import { isolates, openTwoRealms, type TwoRealms } from '../../support/isolation.js';

describe('assertions that were used', () => {
  let node: TwoRealms;
  beforeAll(async () => {
    node = await openTwoRealms();
  });
  afterAll(() => node.close());

  isolates('AssertionJtisRepository.claim', async () => {
    const [used, { id }] = [new AssertionJtisRepository(node.sql), newClient()];
    expect(await used.claim(node.here, id, 'one', 1)).toBe(true);
    expect(await used.claim(node.here, id, 'one', 1)).toBe(false);
    expect(await used.claim(node.there, id, 'one', 1)).toBe(true);
  });
});
