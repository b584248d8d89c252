import type { User } from '../../../users/user.types.js';
import type { Member } from './realms-api.types.js';

export interface RealmUserBody {
  readonly username: string;
  /** Names joined by commas. */
  readonly role: string;
  readonly fullName: string | null;
  readonly mail: string | null;
  readonly active: boolean;
  /** RFC 3339, UTC. */
  readonly creationDate: string;
  /** The attributes as JSON text; null when there are none. */
  readonly extraFields: string | null;
  readonly avatar: null;
}

/** Never with a `password`: it cannot be read back. */
export const toRealmUserBody = ({ user, roles }: Member): RealmUserBody => ({
  username: user.username,
  role: roles.join(','),
  fullName: user.fullName,
  mail: user.email,
  active: user.enabled,
  creationDate: new Date(user.createdAt).toISOString(),
  extraFields: Object.keys(user.attributes).length > 0 ? JSON.stringify(user.attributes) : null,
  avatar: null,
});

export interface UserNameBody {
  readonly userId: string;
  readonly fullName: string | null;
}

export const toUserNameBody = ({ username, fullName }: User): UserNameBody => ({ userId: username, fullName });

export interface AuthorizationBody {
  readonly id: string;
  readonly user: string;
  readonly userName: string | null;
  readonly roleName: string;
  readonly roleId: null;
}

/** One entry for each role. Who holds which role has no id of its own here: the pair is it. */
export const toAuthorizationBodies = ({ user, roles }: Member): AuthorizationBody[] =>
  roles.map((roleName) => ({
    id: `${user.id}:${roleName}`,
    user: user.username,
    userName: user.fullName,
    roleName,
    roleId: null,
  }));

/** The names of users are told apart by what they look like, not by their case. */
export const isNamedLike = ({ username }: User, filter: string): boolean =>
  username.toLowerCase().includes(filter.toLowerCase());
