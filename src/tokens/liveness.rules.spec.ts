import type { Client } from '../clients/client.types.js';
import type { Realm } from '../realms/realm.types.js';
import type { User } from '../users/user.types.js';
import type { Grant } from './grant.types.js';
import { isInForce, isOwnOf, standBy, type Holders } from './liveness.rules.js';

const NOW = 1_000;
const enabled = { enabled: true, notBefore: null };
const holders = (changes: { [name in keyof Holders]?: object } = {}): Holders => ({
  realm: { ...enabled, ...changes.realm } as Realm,
  client: { ...enabled, id: 'client', createdAt: 100, ...changes.client } as Client,
  user: { ...enabled, id: 'user', ...changes.user } as User,
});
const grant = (changes: Partial<Grant> = {}): Grant =>
  ({ clientId: 'client', userId: 'user', createdAt: 500, expiresAt: 2_000, revokedAt: null, ...changes }) as Grant;

const names = ['realm', 'client', 'user'] as const;

describe('realm, client and user', () => {
  it.each(names)('req 60: do not stand by anything once the %s is disabled', (name) => {
    expect(standBy(holders({ [name]: { enabled: false } }), NOW)).toBe(false);
  });

  it.each(names)('req 61: do not stand by what began up to the notBefore of the %s', (name) => {
    expect(standBy(holders({ [name]: { notBefore: NOW } }), NOW)).toBe(false);
    expect(standBy(holders({ [name]: { notBefore: NOW } }), NOW + 1)).toBe(true);
  });

  it('req 61: the latest of their notBefore decides', () => {
    const changes = { realm: { notBefore: 10 }, client: { notBefore: 900 }, user: { notBefore: 300 } };
    expect(standBy(holders(changes), 900)).toBe(false);
    expect(standBy(holders(changes), 901)).toBe(true);
  });
});

describe('a grant', () => {
  it('is in force for its own holders', () => {
    expect(isInForce(grant(), holders(), NOW)).toBe(true);
    expect(isInForce(grant({ userId: null }), { ...holders(), user: null }, NOW)).toBe(true);
  });

  it.each([
    ['it was revoked', grant({ revokedAt: 600 }), holders()],
    ['it has expired', grant({ expiresAt: NOW }), holders()],
    ['it is of another client', grant({ clientId: 'other' }), holders()],
    ['it is of another user', grant({ userId: 'other' }), holders()],
    ['its user is gone', grant(), { ...holders(), user: null }],
    ['it began before a notBefore', grant(), holders({ user: { notBefore: 500 } })],
  ])('is over when %s', (_cause, over, of) => {
    expect(isInForce(over, of, NOW)).toBe(false);
  });
});

describe("a client's token for itself", () => {
  it('req 60: is not that of a later client of the same name', () => {
    expect(isOwnOf({ ...holders(), user: null }, 100)).toBe(true);
    expect(isOwnOf({ ...holders(), user: null }, 99)).toBe(false);
  });
});
