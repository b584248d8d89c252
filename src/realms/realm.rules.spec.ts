import { DomainError } from '../kernel/domain-error.js';
import { checkRealmChanges, checkRealmName, isRealmName } from './realm.rules.js';
import type { RealmChanges } from './realm.types.js';

const NOW = 1_800_000_000_000;

function refused(changes: Record<string, unknown>): string[] {
  try {
    checkRealmChanges(changes as RealmChanges, NOW);
    return [];
  } catch (error) {
    return (error as DomainError).fields.map(({ field }) => field);
  }
}

describe('the name of a realm', () => {
  it.each(['demo', 'A-b_9', 'x'.repeat(50)])('may be %s', (name) => {
    expect(isRealmName(name)).toBe(true);
    expect(() => checkRealmName(name)).not.toThrow();
  });

  it.each(['', 'x'.repeat(51), 'a b', 'a/b', 'ä', 'demo ', 'demo\n', '%', ['demo'], null, undefined, { name: 'demo' }])(
    'may not be %j',
    (name) => {
      expect(isRealmName(name)).toBe(false);
      expect(() => checkRealmName(name as string)).toThrow(DomainError);
    },
  );
});

describe('the fields of a realm', () => {
  it('accepts every field at its bounds, and what is cleared', () => {
    expect(
      refused({
        displayName: 'Demo',
        description: '',
        key: '12345',
        tokenValiditySeconds: 1,
        refreshGraceSeconds: 0,
        accessTokenFormat: 'opaque',
        signingAlgorithm: 'PS256',
        passwordPolicy: { minLength: 4, maxLength: 256 },
        branding: { logoUri: 'https://example.com/logo.svg', primaryColor: '#00AAff' },
        registration: 'token',
        selfRegistration: true,
        connectConfirmationOnly: true,
        enabled: false,
        notBefore: NOW,
      }),
    ).toEqual([]);
    expect(refused({ displayName: null, description: null, key: null, tokenValiditySeconds: null })).toEqual([]);
    expect(refused({ key: 'k'.repeat(128), notBefore: null, enabled: undefined })).toEqual([]);
  });

  it('counts the characters of a key, not its bytes', () => {
    expect(refused({ key: '🔑'.repeat(128) })).toEqual([]);
    expect(refused({ key: '🔑'.repeat(4) })).toEqual(['key']);
  });

  it.each([
    ['displayName', ''],
    ['displayName', 'x'.repeat(256)],
    ['description', 'x'.repeat(4001)],
    ['key', '1234'],
    ['key', 'k'.repeat(129)],
    ['key', 'secret\u0000key'],
    ['key', 'secret\ud800key'],
    ['key', ['secret']],
    ['tokenValiditySeconds', 0],
    ['tokenValiditySeconds', 1.5],
    ['tokenValiditySeconds', '3600'],
    ['tokenValiditySeconds', 31_536_001],
    ['refreshTokenValiditySeconds', null],
    ['grantValiditySeconds', -1],
    ['sessionIdleSeconds', Number.NaN],
    ['sessionMaxSeconds', 0],
    ['refreshGraceSeconds', 301],
    ['accessTokenFormat', 'saml'],
    ['signingAlgorithm', 'none'],
    ['signingAlgorithm', 'HS256'],
    ['passwordPolicy', null],
    ['passwordPolicy', { minLength: 3, maxLength: 20 }],
    ['passwordPolicy', { minLength: 20, maxLength: 8 }],
    ['passwordPolicy', { minLength: 8, maxLength: 257 }],
    ['passwordPolicy', { minLength: 8, maxLength: 20, digits: 1 }],
    ['branding', 'blue'],
    ['branding', { script: 'x' }],
    ['branding', { primaryColor: 'red;}' }],
    ['branding', { logoUri: 'javascript:alert(1)' }],
    ['branding', { logoUri: 'http://example.com/logo.svg' }],
    ['registration', 'closed'],
    ['selfRegistration', 'yes'],
    ['connectConfirmationOnly', 1],
    ['enabled', 'false'],
    ['notBefore', NOW + 3_600_000],
    ['notBefore', -1],
    ['id', 'another'],
    ['keyHash', 'x'],
  ])('refuses %s: %j', (field, value) => {
    expect(refused({ [field]: value })).toEqual([field]);
  });

  it('names every bad field at once', () => {
    expect(refused({ key: '', enabled: 1, displayName: 'fine' })).toEqual(['key', 'enabled']);
  });

  it('never shows the value that it refuses', () => {
    const check = (): void => checkRealmChanges({ key: 'abc\u0007secret' }, NOW);
    expect(check).toThrow(DomainError);
    expect(check).not.toThrow(/secret/);
  });
});
