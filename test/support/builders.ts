import { randomBytes } from 'node:crypto';
import type { Client, NewClient } from '../../src/clients/client.types.js';
import { ClientsService } from '../../src/clients/clients.service.js';
import { ProvisioningService } from '../../src/provisioning/provisioning.service.js';
import type { Realm, RealmChanges } from '../../src/realms/realm.types.js';
import type { NewUser, User } from '../../src/users/user.types.js';
import { UsersService } from '../../src/users/users.service.js';
import type { TestServer } from './server.js';

const unique = (prefix: string): string => `${prefix}-${randomBytes(4).toString('hex')}`;

/** A realm with all that belongs to one, under a name of its own. */
export const aRealm = (server: TestServer, changes: RealmChanges = {}, name = unique('realm')): Promise<Realm> =>
  server.get(ProvisioningService).createRealm(name, changes);

export type BuiltClient = Client & { readonly secret: string };

/** A confidential client that may use every grant of the token endpoint and the usual scopes, unless it is told otherwise. */
export async function aClient(server: TestServer, realm: Realm, input: Partial<NewClient> = {}): Promise<BuiltClient> {
  const grantTypes = ['client_credentials', 'password', 'refresh_token'];
  const scopes = ['openid', 'profile', 'email'];
  const usual: NewClient = { clientId: unique('client'), grantTypes, scopes };
  const { client, clientSecret } = await server.get(ClientsService).create(realm, { ...usual, ...input });
  return { ...client, secret: clientSecret ?? input.clientSecret ?? '' };
}

export const aPublicClient = (server: TestServer, realm: Realm, input: Partial<NewClient> = {}): Promise<BuiltClient> =>
  aClient(server, realm, { type: 'public', grantTypes: ['refresh_token'], ...input });

export type BuiltUser = User & { readonly password: string };

export async function aUser(server: TestServer, realm: Realm, input: Partial<NewUser> = {}): Promise<BuiltUser> {
  const password = input.password ?? 'correct-horse-battery';
  const username = input.username ?? unique('user');
  const user = await server.get(UsersService).create(realm, { ...input, username, password });
  return { ...user, password };
}
