import { Injectable } from '@nestjs/common';
import { Clock } from '../kernel/clock.js';
import { Ids } from '../kernel/ids.js';
import type { Realm } from '../realms/realm.types.js';
import { attributesAfter } from './email-verified.js';
import { PasswordHasher } from './password-hasher.js';
import { PasswordQueue } from './password-queue.js';
import { checkUser } from './user.rules.js';
import type { NewUser, User, UserChanges } from './user.types.js';
import { usernameKey } from './username.js';
import type { UserRecord } from './users.repository.js';

type Profile = Pick<User, 'email' | 'fullName' | 'attributes' | 'enabled' | 'notBefore'>;

const PROFILE = ['email', 'fullName', 'attributes', 'enabled', 'notBefore'] as const;
const DEFAULTS: Profile = { email: null, fullName: null, attributes: {}, enabled: true, notBefore: null };

/** Builds users that obey the rules, new ones and changed ones, without storing them; passwords come out hashed. */
@Injectable()
export class UserDrafts {
  constructor(
    private readonly hasher: PasswordHasher,
    private readonly queue: PasswordQueue,
    private readonly ids: Ids,
    private readonly clock: Clock,
  ) {}

  /** @throws DomainError `invalid`, or `unavailable` when too many passwords wait to be hashed. */
  async create(realm: Realm, input: NewUser): Promise<UserRecord> {
    const { username, password } = input;
    const now = this.clock.now();
    const record = { id: this.ids.next(now), version: 1, createdAt: now, updatedAt: now };
    const user: User = { ...DEFAULTS, ...profileOf(input), ...record, username };
    checkUser(realm.passwordPolicy, user, now, password);
    const passwordHash = password === undefined ? null : await this.hash(password);
    return { user, usernameKey: usernameKey(username), passwordHash };
  }

  /** @throws DomainError `invalid`, or `unavailable` when too many passwords wait to be hashed. */
  async change(realm: Realm, record: UserRecord, changes: UserChanges): Promise<UserRecord> {
    const { password } = changes;
    const attributes = attributesAfter(record.user, changes);
    const merged: User = { ...record.user, ...profileOf(changes), attributes, version: record.user.version + 1 };
    checkUser(realm.passwordPolicy, merged, this.clock.now(), password);
    const passwordHash = password === undefined ? record.passwordHash : await this.hash(password);
    // Asked after the hash: a grant made while it ran is one from before the change.
    const now = this.clock.now();
    const notBefore = password === undefined ? merged.notBefore : Math.max(now, merged.notBefore ?? 0);
    return { ...record, passwordHash, user: { ...merged, notBefore, updatedAt: now } };
  }

  private hash(password: string): Promise<string> {
    return this.queue.run(() => this.hasher.hash(password));
  }
}

const profileOf = (input: UserChanges): Partial<Profile> =>
  Object.fromEntries(PROFILE.filter((name) => input[name] !== undefined).map((name) => [name, input[name]]));
