import { Injectable } from '@nestjs/common';
import { AuditService } from '../../audit/audit.service.js';
import { AUDIT_EVENTS, type RequestInfo } from '../../audit/audit.types.js';
import type { Realm } from '../../realms/realm.types.js';
import { RolesService } from '../../realms/roles.service.js';
import type { User } from '../../users/user.types.js';
import { UsersService } from '../../users/users.service.js';
import { PLATFORM_REALM } from './holders.service.js';
import { notInRealm } from './onesait.errors.js';

/** Lets in the members of a realm: its users who hold a role in it. */
@Injectable()
export class OnesaitMembers {
  constructor(
    private readonly users: UsersService,
    private readonly roles: RolesService,
    private readonly audit: AuditService,
  ) {}

  /**
   * Asked before the password is looked at, as in the original: an unknown user reads like one who is no member.
   *
   * @returns null for an unknown user of the platform's realm, where membership is not asked.
   * @throws WireError
   */
  async admit(realm: Realm, username: string, request: RequestInfo): Promise<User | null> {
    const user = await this.users.findByUsername(realm, username);
    if (realm.name === PLATFORM_REALM) return user;
    const roles = user ? await this.roles.authoritiesOf(realm, 'user', user) : [];
    if (user && roles.length > 0) return user;
    await this.record(realm, user, request);
    throw notInRealm(username, realm.name);
  }

  private record(realm: Realm, user: User | null, { id, address }: RequestInfo): Promise<void> {
    const failure = { type: AUDIT_EVENTS.loginFailed, outcome: 'failure' } as const;
    const detail = { cause: 'no role in the realm' };
    return this.audit.record(realm, {
      ...failure,
      clientId: realm.name,
      userId: user?.id,
      address,
      requestId: id,
      detail,
    });
  }
}
