import { claimedRealm } from './management-tokens.service.js';

const PREFIX = 'https://id.example.com/realms/';
const jwt = (payload: unknown): string => `e30.${Buffer.from(JSON.stringify(payload)).toString('base64url')}.c2ln`;

describe('claimedRealm', () => {
  it('is the realm of an issuer of this server', () => {
    expect(claimedRealm(jwt({ iss: `${PREFIX}acme` }), PREFIX)).toBe('acme');
  });

  it.each([
    'https://id.example.com/realms/',
    'https://id.example.com/realms/a/b',
    'https://id.example.com/realms/a?b',
    'https://evil.example/realms/acme',
    'https://id.example.com.evil.example/realms/acme',
    ['https://id.example.com/realms/acme'],
    { toString: 'x' },
    7,
    null,
  ])('is nothing for the issuer %j', (iss) => {
    expect(claimedRealm(jwt({ iss }), PREFIX)).toBeNull();
  });

  it.each(['', '.', '..', 'a.b.c', `e30.${Buffer.from('null').toString('base64url')}.x`, 'e30.%%%.x'])(
    'is nothing for %j',
    (text) => {
      expect(claimedRealm(text, PREFIX)).toBeNull();
    },
  );
});
