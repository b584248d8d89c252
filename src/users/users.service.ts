import { Injectable } from '@nestjs/common';
import type { Page, PageRequest } from '../database/page.js';
import type { RealmRef } from '../database/realm-ref.js';
import { Transaction } from '../database/transaction.js';
import { unlessDuplicate } from '../database/unless-duplicate.js';
import { DomainError } from '../kernel/domain-error.js';
import type { Realm } from '../realms/realm.types.js';
import { RolesService } from '../realms/roles.service.js';
import { LoginService } from './login.service.js';
import { UserDrafts } from './user-drafts.js';
import type { NewUser, User, UserChanges } from './user.types.js';
import { usernameKey } from './username.js';
import { type UserRecord, UsersRepository } from './users.repository.js';

/** What else is written in the transaction of a change: the record of who made it. */
export type AlongWith = () => Promise<void>;

/** What is ended with whatever a user holds: by a new password or a new `notBefore`, and with the user. */
export type UserEnding = (realm: RealmRef, userId: string) => Promise<void>;

/** How often a change is begun anew because another one came first. */
const TRIES = 5;

@Injectable()
export class UsersService {
  private readonly endings: UserEnding[] = [];
  private readonly deletions: UserEnding[] = [];

  constructor(
    private readonly users: UsersRepository,
    private readonly drafts: UserDrafts,
    private readonly logins: LoginService,
    private readonly roles: RolesService,
    private readonly transaction: Transaction,
  ) {}

  /** Has that called, in the transaction, whenever what a user holds ends. */
  onEnding(ending: UserEnding): void {
    this.endings.push(ending);
  }

  /** Has that called, in the transaction, when a user is deleted: after what it holds has ended. */
  onDeletion(deletion: UserEnding): void {
    this.deletions.push(deletion);
  }

  /** As the database has the user now. */
  async findById(realm: RealmRef, id: string): Promise<User | null> {
    return (await this.users.findById(realm, id))?.user ?? null;
  }

  async findByUsername(realm: RealmRef, username: string): Promise<User | null> {
    return (await this.users.findByKey(realm, usernameKey(username)))?.user ?? null;
  }

  /** The first who was made with exactly that address. */
  findByEmail(realm: RealmRef, email: string): Promise<User | null> {
    return this.users.findByEmail(realm, email);
  }

  /** @throws DomainError `not_found` */
  async get(realm: RealmRef, username: string): Promise<User> {
    return (await this.record(realm, username)).user;
  }

  list(realm: RealmRef, request: PageRequest): Promise<Page<User>> {
    return this.users.page(realm, request);
  }

  /**
   * The user whose password that is; null for every other case alike. To be called outside of transactions.
   *
   * @throws DomainError `unavailable` when too many passwords wait to be hashed.
   */
  authenticate(realm: RealmRef, username: string, password: string, address: string): Promise<User | null> {
    return this.logins.authenticate(realm, username, password, address);
  }

  /** @throws DomainError `invalid`, or `conflict` for a username that is taken. */
  async create(realm: Realm, input: NewUser, alongWith?: AlongWith): Promise<User> {
    const record = await this.drafts.create(realm, input);
    await this.transaction.run(async () => {
      await this.store(realm, record);
      if (input.roles) await this.roles.assign(realm, { id: record.user.id, kind: 'user' }, input.roles);
      await alongWith?.();
    });
    return record.user;
  }

  /**
   * Merges the changes in. A new password ends every grant of the user.
   *
   * @param ifVersion refuses with `stale` when the user has another version by now.
   * @throws DomainError `not_found`, `invalid` or `stale`
   */
  async update(
    realm: Realm,
    username: string,
    changes: UserChanges,
    ifVersion?: number,
    alongWith?: AlongWith,
  ): Promise<User> {
    for (let attempt = 0; attempt < TRIES; attempt++) {
      const record = await this.record(realm, username);
      if (ifVersion !== undefined && record.user.version !== ifVersion) break;
      const changed = await this.drafts.change(realm, record, changes);
      const write = async (): Promise<void> => {
        if (changes.roles) await this.roles.assign(realm, { id: changed.user.id, kind: 'user' }, changes.roles);
        await alongWith?.();
        if (changed.user.notBefore !== record.user.notBefore) await this.end(realm, changed.user.id);
      };
      if (!(await this.replace(realm, changed, record.user.version, write))) continue;
      if (changes.unlocked) await this.logins.unlock(realm, username);
      return changed.user;
    }
    throw DomainError.stale('The user');
  }

  /** @throws DomainError `not_found` */
  delete(realm: RealmRef, username: string): Promise<void> {
    return this.transaction.run(async () => {
      const { user } = await this.record(realm, username);
      await this.roles.unassignAll(realm, user.id);
      await this.end(realm, user.id);
      for (const deletion of this.deletions) await deletion(realm, user.id);
      await this.users.remove(realm, user.id);
    });
  }

  deleteAllOf(realm: RealmRef): Promise<void> {
    return this.users.deleteAllOf(realm);
  }

  private replace(realm: Realm, changed: UserRecord, version: number, then: AlongWith): Promise<boolean> {
    return this.transaction.run(async () => {
      if (!(await this.users.replace(realm, changed, version))) return false;
      await then();
      return true;
    });
  }

  private async end(realm: RealmRef, userId: string): Promise<void> {
    for (const ending of this.endings) await ending(realm, userId);
  }

  private async record(realm: RealmRef, username: string): Promise<UserRecord> {
    const record = await this.users.findByKey(realm, usernameKey(username));
    if (!record) throw DomainError.notFound('The user');
    return record;
  }

  private async store(realm: RealmRef, record: UserRecord): Promise<void> {
    await unlessDuplicate(this.users.insert(realm, record), 'A user of that name exists.');
  }
}
