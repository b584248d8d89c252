import { delayAfter } from './freshness.rules.js';
import { grantedOf, lackedOf } from './scope.rules.js';

const BACK_OFF = { first: 30_000, most: 900_000 };

describe('scopes that a provider has granted', () => {
  it.each([
    [['a', 'b'], null, false, ['a', 'b'], []],
    [['a', 'b'], ['a'], false, ['a'], ['b']],
    [['a', 'offline_access'], ['a'], true, ['a', 'offline_access'], []],
    [['a', 'offline_access'], ['a'], false, ['a'], ['offline_access']],
    [['a'], ['a', 'c'], true, ['a', 'c'], []],
  ])('of %j, told %j', (scopes, told, hasRefreshToken, granted, missing) => {
    const tokens = { scopes: told, refreshToken: hasRefreshToken ? 'refresh' : null };
    expect(grantedOf({ scopes }, tokens)).toEqual({ granted, missing });
  });

  it('lack those that are required, and no others', () => {
    expect(lackedOf({ requiredScopes: ['a', 'b'] }, ['b', 'c'])).toEqual(['a']);
    expect(lackedOf({ requiredScopes: [] }, [])).toEqual([]);
  });
});

it('a provider that fails is left alone for longer each time, or for as long as it asks', () => {
  expect([0, 1, 2, 3, 4, 5, 50].map((failures) => delayAfter(failures, null, BACK_OFF) / 1000)).toEqual([
    30, 60, 120, 240, 480, 900, 900,
  ]);
  expect(delayAfter(9, 7000, BACK_OFF)).toBe(7000);
});
