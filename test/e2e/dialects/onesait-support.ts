import { ClientsService } from '../../../src/clients/clients.service.js';
import { RoleAssociationsService } from '../../../src/realms/role-associations.service.js';
import { RolesService } from '../../../src/realms/roles.service.js';
import type { Realm, RealmChanges } from '../../../src/realms/realm.types.js';
import { aRealm, aUser, type BuiltUser } from '../../support/builders.js';
import type { TestServer } from '../../support/server.js';
import { OnesaitClient } from './onesait.client.js';

export const KEY = 'the-key-of-the-realm';
export const API = 'https://api.example.com/reports';

/** A realm with some roles, whose own client may ask for two scopes and one resource. */
export async function anOnesaitRealm(
  server: TestServer,
  name: string,
  roles: readonly string[] = [],
  changes: RealmChanges = {},
): Promise<Realm> {
  const realm = await aRealm(server, { key: KEY, ...changes }, name);
  for (const role of roles) await server.get(RolesService).create(realm, { name: role });
  await server.get(ClientsService).update(realm, name, { scopes: ['openid', 'profile'], resources: [API] });
  return realm;
}

/** Holders of a role of the parent receive one of the child. */
export const associate = (server: TestServer, parent: Realm, role: string, child: Realm, childRole: string) =>
  server.get(RoleAssociationsService).create(parent, { parentRole: role, childRealm: child.name, childRole });

export const member = (server: TestServer, realm: Realm, username: string, roles: string[]): Promise<BuiltUser> =>
  aUser(server, realm, { username, roles });

export const clientOf = (server: TestServer, realm: Realm, base = server.url): OnesaitClient =>
  new OnesaitClient(base, realm.name, KEY);

export const realmBase = (server: TestServer, realm: Realm): string => `${server.issuer(realm.name)}/dialects/onesait`;
