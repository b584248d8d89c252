/** What the reference shows of this API. */
export const ROLE = { name: 'EDITOR', description: 'Writes reports' };

export const USER = {
  username: 'alice',
  role: 'EDITOR,READER',
  fullName: 'Alice Liddell',
  mail: 'alice@example.com',
  active: true,
  creationDate: '2026-11-21T05:06:07.008Z',
  extraFields: '{"team":"reports"}',
  avatar: null,
};

export const AUTHORIZATION = { realmId: 'shop', userId: 'alice', roleName: 'EDITOR' };

export const HELD_ROLE = {
  id: '019aa4c0-1111-7000-8000-000000000001:EDITOR',
  user: 'alice',
  userName: 'Alice Liddell',
  roleName: 'EDITOR',
  roleId: null,
};

export const ASSOCIATION = {
  parentRealmId: 'shop',
  parentRoleName: 'EDITOR',
  childRealmId: 'stock',
  childRoleName: 'READER',
};

export const NEW_REALM = {
  identification: 'shop',
  description: 'The shop',
  secret: 'a-secret-of-the-shop',
  tokenValiditySeconds: 3600,
  roles: [ROLE],
};

export const REALM = {
  identification: 'shop',
  realmId: 'shop',
  name: 'shop',
  description: 'The shop',
  secret: null,
  tokenValiditySeconds: 3600,
  roles: [{ name: 'realm-admin', description: 'Manages the realm.' }, ROLE],
  publicClient: false,
  users: [USER],
  associations: [ASSOCIATION],
};

/** The answer to a request of several entries. */
export const entryAnswers = (noun: string, entry: object, message: string): readonly object[] => [
  { [noun]: JSON.stringify(entry), status: 'OK', message },
];
