import { newClient } from '../../test/support/client.builder.js';
import { clientFaults } from './client-metadata.rules.js';
import type { Client } from './client.types.js';
import type { ClientDraft } from './metadata-rule.js';

const REALM = { name: 'demo' };
const NOW = 1_000_000_000;
const draft = (change: Partial<Client> = {}): ClientDraft => newClient(change);
const publicDraft = (change: Partial<Client> = {}): ClientDraft =>
  draft({ type: 'public', tokenEndpointAuthMethods: ['none'], ...change });
const fields = (client: ClientDraft, realm = REALM): string[] =>
  clientFaults(realm, client, { now: NOW, egressAllow: [] }).map(({ field }) => field);

describe('client metadata', () => {
  it.each(['app', 'a', '~!$%^&*()', 'x'.repeat(128), '550e8400-e29b-41d4-a716-44665544000'])(
    'takes id %s',
    (clientId) => {
      expect(fields(draft({ clientId }))).toEqual([]);
    },
  );

  it.each([
    '',
    'a b',
    'x'.repeat(129),
    'é',
    'a\n',
    '550e8400-e29b-41d4-a716-446655440000',
    '550E8400-E29B-41D4-A716-446655440000',
  ])('refuses id %j', (clientId) => {
    expect(fields(draft({ clientId }))).toContain('clientId');
  });

  it('takes every grant for a confidential client', () => {
    const grantTypes = ['client_credentials', 'password', 'refresh_token', 'authorization_code'];
    expect(fields(draft({ grantTypes }))).toEqual([]);
  });

  it.each(['client_credentials', 'password'])('req 50: refuses %s for a public client', (grant) => {
    expect(fields(publicDraft({ grantTypes: ['refresh_token', grant] }))).toEqual(['grantTypes[1]']);
  });

  it.each(['implicit', '', 'CLIENT_CREDENTIALS', 'https://no space'])('refuses the unknown grant %j', (grant) => {
    expect(fields(draft({ grantTypes: [grant] }))).toEqual(['grantTypes[0]']);
  });

  it.each(['urn:example:voucher', 'https://grants.example.com/voucher'])(
    'takes a grant of its own URI, %j',
    (grant) => {
      expect(fields(draft({ grantTypes: [grant] }))).toEqual([]);
    },
  );

  it('wants default scopes among the scopes', () => {
    expect(fields(draft({ scopes: ['read'], defaultScopes: ['read'] }))).toEqual([]);
    expect(fields(draft({ scopes: ['read'], defaultScopes: ['write'] }))).toEqual(['defaultScopes']);
  });

  it.each(['admin:read', 'admin:write', 'admin:other'])('never makes %s a default', (scope) => {
    expect(fields(draft({ scopes: [scope] }))).toEqual([]);
    expect(fields(draft({ scopes: [scope], defaultScopes: [scope] }))).toEqual(['defaultScopes']);
  });

  it("never gives a scope of the admin API to a realm's own client", () => {
    expect(fields(draft({ origin: 'realm', scopes: ['openid', 'admin:read'] }))).toEqual(['scopes[1]']);
  });

  it("gives master's own client neither grant nor scope", () => {
    const client = draft({ origin: 'realm', grantTypes: ['password'], scopes: ['openid'] });
    expect(fields(client, { name: 'master' })).toEqual(['grantTypes', 'scopes']);
    expect(fields({ ...client, origin: 'admin' }, { name: 'master' })).toEqual([]);
  });

  it.each(['a b', 'a"b', '', 'é'])('refuses the scope %j', (scope) => {
    expect(fields(draft({ scopes: [scope] }))).toEqual(['scopes[0]']);
  });

  it.each([[[]], [['none']], [['client_secret_basic', 'none']], [['client_secret_basic', 'client_secret_basic']]])(
    'refuses the methods %j for a confidential client',
    (tokenEndpointAuthMethods) => {
      const client = draft({ tokenEndpointAuthMethods: tokenEndpointAuthMethods as never });
      expect(fields(client)).toEqual(['tokenEndpointAuthMethods']);
    },
  );

  it('takes method none for a public client, and no other', () => {
    expect(fields(publicDraft())).toEqual([]);
    expect(fields(publicDraft({ tokenEndpointAuthMethods: ['client_secret_post'] }))).toEqual([
      'tokenEndpointAuthMethods',
    ]);
  });

  it('req 34: wants PKCE of public clients', () => {
    expect(fields(publicDraft({ requirePkce: false }))).toEqual(['requirePkce']);
    expect(fields(draft({ requirePkce: false }))).toEqual([]);
  });

  it('req 55: wants rotation of public clients', () => {
    expect(fields(publicDraft({ refreshTokenPolicy: 'reuse' }))).toEqual(['refreshTokenPolicy']);
    expect(fields(draft({ refreshTokenPolicy: 'reuse' }))).toEqual([]);
  });

  it('wants rotation where refresh tokens stand in the place of a proof', () => {
    const client = draft({ refreshWithoutAuthentication: true });
    expect(fields(client)).toEqual([]);
    expect(fields({ ...client, refreshTokenPolicy: 'reuse' })).toEqual(['refreshWithoutAuthentication']);
  });

  it('names each redirect URI that is refused', () => {
    const redirectUris = ['https://a.example/cb', 'http://a.example/cb', 'javascript:x'];
    expect(fields(draft({ redirectUris }))).toEqual(['redirectUris[1]', 'redirectUris[2]']);
  });

  it.each(['redirectUris', 'scopes', 'resources', 'audience', 'grantTypes'])(
    'req 89: bounds the number of %s',
    (field) => {
      const many = Array.from({ length: 101 }, (_, index) => `https://a.example/${index}`);
      expect(fields(draft({ [field]: many }))).toEqual([field]);
    },
  );

  it('refuses an entry that comes twice', () => {
    expect(fields(draft({ scopes: ['a', 'a'] }))).toEqual(['scopes']);
  });

  it.each(['relative', 'https://a.example/#x', 'https://a.example/ö', ''])('refuses the resource %j', (resource) => {
    expect(fields(draft({ resources: [resource] }))).toEqual(['resources[0]']);
  });

  it.each([0, -1, 1.5, NaN, Infinity, 315_360_001])('refuses a lifetime of %s seconds', (seconds) => {
    expect(fields(draft({ accessTokenValiditySeconds: seconds }))).toEqual(['accessTokenValiditySeconds']);
    expect(fields(draft({ refreshTokenValiditySeconds: seconds }))).toEqual(['refreshTokenValiditySeconds']);
  });

  it.each([0, NOW, NOW + 5 * 60_000])('takes notBefore %s', (notBefore) => {
    expect(fields(draft({ notBefore }))).toEqual([]);
  });

  it.each([-1, 0.5, NaN, NOW + 5 * 60_000 + 1])('req 61: refuses notBefore %s', (notBefore) => {
    expect(fields(draft({ notBefore }))).toEqual(['notBefore']);
  });

  it('lists every field that breaks a rule', () => {
    const client = draft({
      clientId: '',
      scopes: [''],
      resources: ['x'],
      name: 'x'.repeat(256),
      assertionAudience: 'é',
    });
    expect(fields(client)).toEqual(['clientId', 'name', 'scopes[0]', 'resources[0]', 'assertionAudience']);
  });
});
