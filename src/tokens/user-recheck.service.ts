import { Injectable } from '@nestjs/common';
import { invalidGrant } from '../protocol/oauth-error.js';
import type { Realm } from '../realms/realm.types.js';
import type { User } from '../users/user.types.js';
import { UsersService } from '../users/users.service.js';
import { GrantEndings } from './grant-endings.service.js';
import type { Grant } from './grant.types.js';

/**
 * Looks at the user once more after a grant was committed. Whoever changes a password ends the grants that exist then;
 * a grant that came later was begun with the old password, and is found here.
 */
@Injectable()
export class UserRecheck {
  constructor(
    private readonly users: UsersService,
    private readonly endings: GrantEndings,
  ) {}

  /** @throws OAuthError `invalid_grant` */
  async confirm(realm: Realm, user: User, grant: Grant): Promise<void> {
    const now = await this.users.findById(realm, user.id);
    if (now && now.notBefore === user.notBefore) return;
    await this.endings.end(realm, grant.id, grant.createdAt);
    throw invalidGrant('The user was changed while the grant began.', 'ended');
  }
}
