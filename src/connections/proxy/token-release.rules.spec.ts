import { mayBeReleased } from './token-release.rules.js';

const service = { userId: null };
const ada = { userId: 'ada' };

describe('whether an access token leaves the vault', () => {
  it.each([
    ['none', service, { kind: 'user', userId: 'ada' }, false],
    ['none', ada, { kind: 'user', userId: 'ada' }, false],
    ['service', service, { kind: 'user', userId: 'ada' }, true],
    ['service', service, { kind: 'realm' }, true],
    ['service', ada, { kind: 'user', userId: 'ada' }, false],
    ['owner', service, { kind: 'realm' }, true],
    ['owner', ada, { kind: 'user', userId: 'ada' }, true],
    ['owner', ada, { kind: 'user', userId: 'bob' }, false],
    ['owner', ada, { kind: 'realm' }, false],
  ] as const)('%s: for %j of %j: %s', (release, asker, owner, released) => {
    expect(mayBeReleased(release, asker, owner)).toBe(released);
  });
});
