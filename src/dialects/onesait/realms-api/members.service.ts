import { Injectable } from '@nestjs/common';
import type { Realm } from '../../../realms/realm.types.js';
import { RolesService } from '../../../realms/roles.service.js';
import type { User } from '../../../users/user.types.js';
import { UsersService } from '../../../users/users.service.js';
import { allPages } from './all-pages.js';
import type { Member } from './realms-api.types.js';

/** The users who belong to a realm in the sense of this API: those who hold a role of it. */
@Injectable()
export class Members {
  constructor(
    private readonly users: UsersService,
    private readonly roles: RolesService,
  ) {}

  /** The oldest first. */
  async list(realm: Realm): Promise<Member[]> {
    const users = await allPages((page) => this.users.list(realm, page));
    const all = await Promise.all(users.map((user) => this.withRoles(realm, user)));
    return all.filter(isMember);
  }

  async find(realm: Realm, username: string): Promise<Member | null> {
    return this.ifMember(realm, await this.users.findByUsername(realm, username));
  }

  async findByEmail(realm: Realm, email: string): Promise<Member | null> {
    return this.ifMember(realm, await this.users.findByEmail(realm, email));
  }

  private async ifMember(realm: Realm, user: User | null): Promise<Member | null> {
    const member = user && (await this.withRoles(realm, user));
    return member && isMember(member) ? member : null;
  }

  private async withRoles(realm: Realm, user: User): Promise<Member> {
    return { user, roles: await this.roles.authoritiesOf(realm, 'user', user) };
  }
}

const isMember = ({ roles }: Member): boolean => roles.length > 0;
