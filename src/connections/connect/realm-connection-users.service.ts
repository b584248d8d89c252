import { Injectable } from '@nestjs/common';
import type { Realm } from '../../realms/realm.types.js';
import { RolesService } from '../../realms/roles.service.js';
import { ManagementRights } from '../../tokens/management/management-rights.service.js';
import type { User } from '../../users/user.types.js';
import type { ConnectionApp } from '../apps/app.types.js';

/** Whether a user may use the connections of an app that are the realm's own. */
export type RealmConnectionUse = (app: Pick<ConnectionApp, 'memberUse'>) => Promise<boolean>;

/** Which users may use what the realm has connected: its administrators, and where the app says so everybody. */
@Injectable()
export class RealmConnectionUsers {
  constructor(
    private readonly rights: ManagementRights,
    private readonly roles: RolesService,
  ) {}

  /** For any number of apps: the roles of the user are read once, and only where they decide. */
  judge(realm: Realm, user: User): RealmConnectionUse {
    const authorities = (): Promise<readonly string[]> => this.roles.authoritiesOf(realm, 'user', user);
    let manages: Promise<boolean> | undefined;
    return async ({ memberUse }) =>
      memberUse || (manages ??= this.rights.manages({ realm, user, authorities }, realm.name));
  }
}
