import { SystemClock } from '../../src/kernel/clock.js';
import { Ids } from '../../src/kernel/ids.js';
import { SystemRandom } from '../../src/kernel/random.js';
import type { User } from '../../src/users/user.types.js';

const ids = new Ids(new SystemClock(), new SystemRandom());

/** A user of whom nothing is known, but for what the test says. */
export const newUser = (change: Partial<User> = {}): User => ({
  id: ids.next(),
  username: 'Ann',
  email: null,
  fullName: null,
  attributes: {},
  enabled: true,
  notBefore: null,
  version: 1,
  createdAt: 1,
  updatedAt: 1,
  ...change,
});
