import type { Realm, Role, RoleAssociation } from '../../../realms/realm.types.js';
import type { User } from '../../../users/user.types.js';

/** A user who belongs to a realm: one that holds a role of it. */
export interface Member {
  readonly user: User;
  /** Never empty; sorted. */
  readonly roles: readonly string[];
}

/** A realm and what the API shows with it. */
export interface RealmOverview {
  readonly realm: Realm;
  readonly roles: readonly Role[];
  readonly members: readonly Member[];
  readonly associations: readonly RoleAssociation[];
}

/** The two ends of an association. */
export interface Association extends RoleAssociation {
  readonly parentRealm: string;
}

/** A user and a role of a realm. */
export interface Authorization {
  readonly realmName: string;
  readonly username: string;
  readonly roleName: string;
}
