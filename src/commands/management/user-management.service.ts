import { Injectable } from '@nestjs/common';
import { Random } from '../../kernel/random.js';
import { RealmsService } from '../../realms/realms.service.js';
import type { NewUser, User } from '../../users/user.types.js';
import { UsersService } from '../../users/users.service.js';
import { CommandWrites } from './command-writes.service.js';

@Injectable()
export class UserManagement {
  constructor(
    private readonly realms: RealmsService,
    private readonly users: UsersService,
    private readonly writes: CommandWrites,
    private readonly random: Random,
  ) {}

  /**
   * @returns the password when none was given and one was generated
   * @throws DomainError `not_found`, `invalid` or `conflict`
   */
  async create(realmName: string, input: NewUser): Promise<{ user: User; password?: string }> {
    const realm = await this.realms.get(realmName);
    const generated = input.password === undefined ? { password: this.random.secret() } : {};
    const write = { type: 'admin.user.created', target: input.username, fields: Object.keys(input) } as const;
    const user = await this.writes.run(realm, write, () => this.users.create(realm, { ...input, ...generated }));
    return { user, ...generated };
  }
}
