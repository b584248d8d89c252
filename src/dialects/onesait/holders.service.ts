import { Injectable } from '@nestjs/common';
import type { Client } from '../../clients/client.types.js';
import type { Realm, RoleAssociation } from '../../realms/realm.types.js';
import { RoleAssociationsService } from '../../realms/role-associations.service.js';
import { Subjects } from '../../tokens/subjects.service.js';
import type { User } from '../../users/user.types.js';

/** Role names in each child realm, by its name. */
export type Apps = Readonly<Record<string, readonly string[]>>;

/** Whom a token speaks of, with the roles that it has now. */
export interface Holder {
  readonly realmName: string;
  /** The user name; of a client that acts for itself its client id. */
  readonly name: string;
  readonly authorities: readonly string[];
  /** Absent for the platform's own realm. */
  readonly apps?: Apps;
}

/**
 * The realm that stands for the original's built-in platform client: whoever is a user of it is let in without a role,
 * and has no child realms.
 */
export const PLATFORM_REALM = 'onesaitplatform';

/** What the original tells of a user beside the token. Everything is read as it is at that moment. */
@Injectable()
export class OnesaitHolders {
  constructor(
    private readonly subjects: Subjects,
    private readonly associations: RoleAssociationsService,
  ) {}

  async describe(realm: Realm, client: Client, user: User | null): Promise<Holder> {
    const [authorities, associations] = await Promise.all([
      this.subjects.authoritiesOf(realm, { client, user }),
      this.associations.allOf(realm),
    ]);
    const apps = realm.name === PLATFORM_REALM ? undefined : appsOf(authorities, associations);
    return { realmName: realm.name, name: user?.username ?? client.clientId, authorities, apps };
  }

  /** The roles that the holder of these ones in the parent receives in a child realm. */
  async rolesIn(child: Realm, parent: Realm, authorities: readonly string[]): Promise<readonly string[]> {
    return appsOf(authorities, await this.associations.allOf(parent))[child.name] ?? [];
  }
}

/** Every child realm is named, with what the roles are worth there: perhaps nothing. */
export function appsOf(authorities: readonly string[], associations: readonly RoleAssociation[]): Apps {
  const children = [...new Set(associations.map(({ childRealm }) => childRealm))].sort();
  return Object.fromEntries(children.map((child) => [child, rolesAt(child, authorities, associations)]));
}

function rolesAt(child: string, held: readonly string[], associations: readonly RoleAssociation[]): string[] {
  const received = associations
    .filter(({ childRealm, parentRole }) => childRealm === child && held.includes(parentRole))
    .map(({ childRole }) => childRole);
  return [...new Set(received)].sort();
}
