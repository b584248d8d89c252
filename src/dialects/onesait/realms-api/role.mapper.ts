import type { Role } from '../../../realms/realm.types.js';
import { longRoleName } from './realms-api.errors.js';
import { byText } from './order.js';
import { objectOf, textIn } from './request-body.js';

const MAX_NAME = 24;

export interface NewRole {
  readonly name: string;
  readonly description: string;
}

/** Shorter names than this server takes: what is made through this API stays readable for every client of it. */
export function toNewRole(body: unknown): NewRole {
  const role = objectOf(body);
  const [name, description] = [textIn(role, 'name'), textIn(role, 'description')];
  if (name.length > MAX_NAME) throw longRoleName();
  return { name, description };
}

export interface RoleBody {
  readonly name: string;
  readonly description: string;
}

/** In the order of their names: those of one realm are made together, and have no other. */
export const toRoleBodies = (roles: readonly Role[]): RoleBody[] =>
  roles.map(({ name, description }) => ({ name, description: description ?? '' })).sort(byText(({ name }) => name));

/** The original tells no two roles apart by case. */
export const isSameRole =
  (name: string) =>
  (other: { readonly name: string }): boolean =>
    other.name.toLowerCase() === name.toLowerCase();

export const createdRoleText = ({ name }: Pick<NewRole, 'name'>): string => `Role: ${name} successfully created`;
