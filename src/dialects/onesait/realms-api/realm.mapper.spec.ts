import { newUser } from '../../../../test/support/user.builder.js';
import { WireError } from '../../../http/wire-error.js';
import { REGISTRATION_RULES, type Realm } from '../../../realms/realm.types.js';
import type { User } from '../../../users/user.types.js';
import { toAuthorizationBodies } from './member.mapper.js';
import { toNewRealm, toRealmBody, toRealmUpdate } from './realm.mapper.js';
import type { Member, RealmOverview } from './realms-api.types.js';

const aRealm = (change: Partial<Realm> = {}): Realm => ({
  id: '019aa4c0-0000-7000-8000-000000000001',
  name: 'shop',
  displayName: 'Shown nowhere here',
  description: null,
  usesDefaultKey: false,
  keyHash: Buffer.alloc(32, 1),
  tokenValiditySeconds: 43_200,
  refreshTokenValiditySeconds: 1,
  grantValiditySeconds: 1,
  sessionIdleSeconds: 1,
  sessionMaxSeconds: 1,
  refreshGraceSeconds: 1,
  accessTokenFormat: 'jwt',
  signingAlgorithm: 'ES256',
  passwordPolicy: { minLength: 8, maxLength: 256 },
  branding: {},
  registration: 'off',
  registrationRules: REGISTRATION_RULES,
  selfRegistration: false,
  connectConfirmationOnly: false,
  enabled: true,
  notBefore: null,
  version: 1,
  createdAt: 1,
  updatedAt: 1,
  ...change,
});

const aMember = (change: Partial<User> = {}, roles = ['EDITOR', 'READER']): Member => ({
  roles,
  user: newUser({
    id: '019aa4c0-0000-7000-8000-000000000002',
    username: 'alice',
    createdAt: Date.UTC(2026, 10, 21, 5, 6, 7, 8),
    ...change,
  }),
});

const anOverview = (change: Partial<RealmOverview> = {}): RealmOverview => ({
  realm: aRealm(),
  roles: [],
  members: [],
  associations: [],
  ...change,
});

const refusalOf = (work: () => unknown): unknown => {
  try {
    return work();
  } catch (error) {
    return error instanceof WireError ? [error.status, error.body] : error;
  }
};

describe('a new realm', () => {
  it.each([
    [{ identification: 'a', realmId: 'b', name: 'c' }, 'a'],
    [{ identification: null, realmId: 'b', name: 'c' }, 'b'],
    [{ name: 'c' }, 'c'],
  ])('of %j is named by the first name that is there', (names, name) => {
    expect(toNewRealm({ ...names, roles: [] }).name).toBe(name);
  });

  it.each(['', 'two words', 'x'.repeat(51), 'a/b', 'é', 7, ['a'], {}])('cannot be called %j', (identification) => {
    const text = "Identification Error: Use alphanumeric characters and '-', '_'";
    expect(refusalOf(() => toNewRealm({ identification, roles: [] }))).toEqual([400, text]);
  });

  it.each([
    ['absent', {}, null],
    ['null', { secret: null }, null],
    ['empty', { secret: '' }, null],
    ['given', { secret: 'a-secret' }, 'a-secret'],
  ])('whose secret is %s has the key that belongs to it', (_how, secret, key) => {
    expect(toNewRealm({ name: 'a', roles: [], ...secret }).changes.key).toBe(key);
  });

  it('keeps of its roles what a role has', () => {
    const { roles } = toNewRealm({ name: 'a', roles: [{ name: 'R', description: 'd', id: 7 }] });
    expect(roles).toEqual([{ name: 'R', description: 'd' }]);
  });

  it.each([
    [undefined, [400, "Not 'roles' field provided"]],
    [null, [400, "Not 'roles' field provided"]],
    ['R', [400, 'roles: must be an array']],
    [['R'], [400, 'The body must be a JSON object']],
    [[{ name: 'R' }], [400, "Not 'description' field provided"]],
    [[{ name: 7, description: '' }], [400, 'name: must be a text']],
    [
      [
        { name: 'R', description: '' },
        { name: 'r', description: '' },
      ],
      [409, 'Role already exists wiht name r'],
    ],
  ])('cannot have the roles %j', (roles, refusal) => {
    expect(refusalOf(() => toNewRealm({ name: 'a', roles }))).toEqual(refusal);
  });
});

describe('a change of a realm', () => {
  it('clears the secret and leaves the rest where it says nothing', () => {
    expect(toRealmUpdate({})).toEqual({ key: null });
    expect(toRealmUpdate({ description: null, secret: '', tokenValiditySeconds: null })).toEqual({ key: null });
  });

  it('takes an empty description, a secret and a validity, and neither a name nor a kind', () => {
    const body = {
      description: '',
      secret: 'a-secret',
      tokenValiditySeconds: 60,
      identification: 'b',
      publicClient: 1,
    };
    expect(toRealmUpdate(body)).toEqual({ description: '', key: 'a-secret', tokenValiditySeconds: 60 });
  });

  it.each([
    [[], 'The body must be a JSON object'],
    [undefined, 'The body must be a JSON object'],
    [{ secret: 7 }, 'secret: must be a text'],
    [{ tokenValiditySeconds: 1.5 }, 'tokenValiditySeconds: must be a whole number'],
    [{ tokenValiditySeconds: '60' }, 'tokenValiditySeconds: must be a whole number'],
    [{ description: 'x'.repeat(256) }, 'description: must be a text of at most 255 characters'],
  ])('cannot be %j', (body, text) => {
    expect(refusalOf(() => toRealmUpdate(body))).toEqual([400, text]);
  });
});

describe('a realm', () => {
  it('is shown with its members in their order and without its key', () => {
    const roles = [{ id: '1', name: 'EDITOR', description: null }];
    const associations = [{ parentRole: 'EDITOR', childRealm: 'stock', childRole: 'READER' }];
    const shown = toRealmBody(anOverview({ roles, members: [aMember()], associations }));
    expect(JSON.stringify(shown)).toBe(
      '{"identification":"shop","realmId":"shop","name":"shop","description":null,"secret":null,' +
        '"tokenValiditySeconds":43200,"roles":[{"name":"EDITOR","description":""}],"publicClient":false,' +
        '"users":[{"username":"alice","role":"EDITOR,READER","fullName":null,"mail":null,"active":true,' +
        '"creationDate":"2026-11-21T05:06:07.008Z","extraFields":null,"avatar":null}],' +
        '"associations":[{"parentRealmId":"shop","parentRoleName":"EDITOR","childRealmId":"stock","childRoleName":"READER"}]}',
    );
  });

  it('shows the attributes of a user as JSON text', () => {
    const members = [aMember({ attributes: { team: 'é"' }, enabled: false })];
    const [user] = toRealmBody(anOverview({ members })).users;
    expect(user).toMatchObject({ extraFields: '{"team":"é\\""}', active: false });
  });

  it('lists roles and associations in the same order however they come', () => {
    const roles = ['b', 'B', 'a'].map((name) => ({ id: name, name, description: '' }));
    const associations = ['z', 'y'].map((childRealm) => ({ parentRole: 'a', childRealm, childRole: 'a' }));
    for (const turned of [false, true]) {
      const [some, others] = turned ? [roles.toReversed(), associations.toReversed()] : [roles, associations];
      const shown = toRealmBody(anOverview({ roles: some, associations: others }));
      expect(shown.roles.map(({ name }) => name)).toEqual(['B', 'a', 'b']);
      expect(shown.associations.map(({ childRealmId }) => childRealmId)).toEqual(['y', 'z']);
    }
  });
});

describe('an authorization', () => {
  it('is one entry for each role of a user, with an id of its own', () => {
    const bodies = toAuthorizationBodies(aMember({ fullName: 'Alice' }));
    expect(JSON.stringify(bodies[0])).toBe(
      '{"id":"019aa4c0-0000-7000-8000-000000000002:EDITOR","user":"alice","userName":"Alice","roleName":"EDITOR","roleId":null}',
    );
    expect(new Set(bodies.map(({ id }) => id)).size).toBe(2);
  });
});
