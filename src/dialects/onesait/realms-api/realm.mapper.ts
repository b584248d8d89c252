import type { RealmChanges } from '../../../realms/realm.types.js';
import { toAssociationBodies, type AssociationBody } from './association.mapper.js';
import { toRealmUserBody, type RealmUserBody } from './member.mapper.js';
import { badIdentification, roleExists } from './realms-api.errors.js';
import type { RealmOverview } from './realms-api.types.js';
import { arrayIn, integerOrNullIn, objectOf, textOrNullIn, type JsonObject } from './request-body.js';
import { isSameRole, toNewRole, toRoleBodies, type NewRole, type RoleBody } from './role.mapper.js';

const IDENTIFICATION = /^[a-zA-Z0-9_-]{1,50}$/;
const MAX_SECRET = 128;

export interface NewRealm {
  readonly name: string;
  readonly changes: RealmChanges;
  readonly roles: readonly NewRole[];
}

/** `identification`, `realmId` and `name` are three names of one thing: the first that is there counts. */
export function toNewRealm(body: unknown): NewRealm {
  const realm = objectOf(body);
  const name = realm['identification'] ?? realm['realmId'] ?? realm['name'];
  if (typeof name !== 'string' || !IDENTIFICATION.test(name)) throw badIdentification();
  const changes = {
    description: textOrNullIn(realm, 'description'),
    key: secretIn(realm),
    tokenValiditySeconds: integerOrNullIn(realm, 'tokenValiditySeconds'),
  };
  return { name, changes, roles: rolesIn(realm) };
}

function rolesIn(realm: JsonObject): readonly NewRole[] {
  const roles = arrayIn(realm, 'roles').map(toNewRole);
  const twice = roles.find(({ name }, index) => roles.slice(0, index).some(isSameRole(name)));
  if (twice) throw roleExists(twice.name);
  return roles;
}

/** Where the original has no secret, null or an empty one, it falls back to the key of the platform. */
const secretIn = (realm: JsonObject): string | null => textOrNullIn(realm, 'secret', MAX_SECRET) || null;

/** What is absent stays as it is, but for the secret: without one, the realm has the default key from then on. */
export function toRealmUpdate(body: unknown): RealmChanges {
  const realm = objectOf(body);
  const description = textOrNullIn(realm, 'description');
  const tokenValiditySeconds = integerOrNullIn(realm, 'tokenValiditySeconds');
  return {
    ...(description !== null && { description }),
    key: secretIn(realm),
    ...(tokenValiditySeconds !== null && { tokenValiditySeconds }),
  };
}

export interface RealmBody {
  readonly identification: string;
  readonly realmId: string;
  readonly name: string;
  readonly description: string | null;
  /** A secret is written, never read back. */
  readonly secret: null;
  readonly tokenValiditySeconds: number;
  readonly roles: readonly RoleBody[];
  readonly publicClient: false;
  readonly users: readonly RealmUserBody[];
  readonly associations: readonly AssociationBody[];
}

export const toRealmBody = ({ realm, roles, members, associations }: RealmOverview): RealmBody => ({
  identification: realm.name,
  realmId: realm.name,
  name: realm.name,
  description: realm.description,
  secret: null,
  tokenValiditySeconds: realm.tokenValiditySeconds,
  roles: toRoleBodies(roles),
  publicClient: false,
  users: members.map(toRealmUserBody),
  associations: toAssociationBodies(realm.name, associations),
});
