import { Injectable } from '@nestjs/common';
import { DomainError } from '../../../kernel/domain-error.js';
import { RealmsService } from '../../../realms/realms.service.js';
import { RolesService } from '../../../realms/roles.service.js';
import { ManagementWrites } from '../../../tokens/management/management-writes.service.js';
import type { ManagementRequest } from '../../../tokens/management/management.types.js';
import { UsersService } from '../../../users/users.service.js';
import { associationExists, noRole, noUser } from './realms-api.errors.js';

/** How often a change is begun anew because another one came first. */
const TRIES = 8;

/** Where a request names the user and the role: a path that leads nowhere is 404, a body that does is 400. */
type Place = 'path' | 'body';
const STATUS = { path: 404, body: 400 } as const;

/** Who holds which role, changed one role at a time. */
@Injectable()
export class Authorizations {
  constructor(
    private readonly realms: RealmsService,
    private readonly users: UsersService,
    private readonly roles: RolesService,
    private readonly writes: ManagementWrites,
  ) {}

  /** @throws WireError 400, 409 */
  async give(managed: ManagementRequest, username: string, roleName: string): Promise<void> {
    await this.change(managed, username, 'body', async (held) => {
      await this.requireRole(managed, roleName, 'body');
      if (held.includes(roleName)) throw associationExists();
      return [...held, roleName];
    });
  }

  /** Nothing happens to a user who does not hold the role. @throws WireError 404 */
  async take(managed: ManagementRequest, username: string, roleName: string): Promise<void> {
    await this.change(managed, username, 'path', async (held) => {
      await this.requireRole(managed, roleName, 'path');
      return held.filter((name) => name !== roleName);
    });
  }

  /** @throws WireError 404, or 400 for a user whom a body names */
  async takeAll(managed: ManagementRequest, username: string, place: Place): Promise<void> {
    await this.change(managed, username, place, () => Promise.resolve([]));
  }

  /** The roles are those of the user's version, which every change of them counts up: none is overwritten unseen. */
  private async change(
    managed: ManagementRequest,
    username: string,
    place: Place,
    next: (held: readonly string[]) => Promise<readonly string[]>,
  ): Promise<void> {
    for (let attempt = 1; ; attempt++) {
      const user = await this.users.findByUsername(managed.realm, username);
      if (!user) throw noUser(username, STATUS[place]);
      // Anew, for it tells which roles were deleted.
      const realm = await this.realms.get(managed.realm.name);
      const held = await this.roles.authoritiesOf(realm, 'user', user);
      const roles = await next(held);
      if (roles.length === held.length) return;
      if (await this.write(managed, user, roles, attempt < TRIES)) return;
    }
  }

  /** @returns false when the user was changed meanwhile, and that may be tried again. */
  private async write(
    managed: ManagementRequest,
    user: { username: string; version: number },
    roles: readonly string[],
    mayRepeat: boolean,
  ): Promise<boolean> {
    const write = { type: 'admin.user_roles.replaced', target: user.username, detail: { roles } } as const;
    const record = (): Promise<void> => this.writes.record(managed, write);
    try {
      await this.users.update(managed.realm, user.username, { roles: [...roles] }, user.version, record);
      return true;
    } catch (error) {
      if (mayRepeat && error instanceof DomainError && error.code === 'stale') return false;
      throw error;
    }
  }

  private async requireRole({ realm }: ManagementRequest, roleName: string, place: Place): Promise<void> {
    if (!(await this.roles.exists(realm, roleName))) throw noRole(roleName, realm.name, STATUS[place]);
  }
}
