import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { RequestInfo } from '../../audit/audit.types.js';
import type { Page, PageRequest } from '../../database/page.js';
import type { RealmRef } from '../../database/realm-ref.js';
import { Clock } from '../../kernel/clock.js';
import { sha256 } from '../../kernel/digest.js';
import { isId } from '../../kernel/ids.js';
import type { Realm } from '../../realms/realm.types.js';
import type { User } from '../user.types.js';
import { UsersService } from '../users.service.js';
import { SessionEndings } from './session-endings.service.js';
import { SessionStarts } from './session-starts.service.js';
import { isDueToTouch, isLive, isSessionValue } from './session.rules.js';
import type { Session, SessionEnding, SessionStart, SignedIn, StartedSession } from './session.types.js';
import { SessionsRepository } from './sessions.repository.js';

/** Who is signed in at which browser. Nothing is cached: a session that was ended anywhere opens nothing anywhere. */
@Injectable()
export class SessionsService implements OnModuleInit {
  constructor(
    private readonly sessions: SessionsRepository,
    private readonly starts: SessionStarts,
    private readonly endings: SessionEndings,
    private readonly users: UsersService,
    private readonly clock: Clock,
  ) {}

  /** A new password, a new `notBefore` and the user's deletion end its sessions. */
  onModuleInit(): void {
    this.users.onEnding(async (realm, userId) => {
      await this.endings.endAllOf(realm, userId, { at: this.clock.now(), request: null });
    });
  }

  /** Has that called, in the transaction, for each session that is ended; not for one whose time is over. */
  onEnding(ending: SessionEnding): void {
    this.endings.add(ending);
  }

  /** Signs a user in. To be called when the password, or whatever it was, has just been found right. */
  start(realm: Realm, user: User, start: SessionStart): Promise<StartedSession> {
    return this.starts.start(realm, user, start);
  }

  /** The session that a browser's cookie stands for, null unless it goes on. A visit to it keeps it from going idle. */
  async find(realm: Realm, value: string, at?: number): Promise<Session | null> {
    return (await this.signedIn(realm, value, at))?.session ?? null;
  }

  /** The same, with its user, who may sign in. */
  async signedIn(realm: Realm, value: string, at: number = this.clock.now()): Promise<SignedIn | null> {
    const session = isSessionValue(value) ? await this.sessions.findByHash(realm, sha256(value)) : null;
    const found = session && (await this.live(realm, session, at));
    if (!found || !isDueToTouch(found.session, realm, at)) return found;
    const seen = await this.sessions.touch(realm, found.session.id, at);
    return seen ? { ...found, session: { ...found.session, lastSeenAt: at } } : null;
  }

  /** By its public name, and without a visit to it; null unless it goes on. */
  async findById(realm: Realm, id: string): Promise<Session | null> {
    const session = isId(id) ? await this.sessions.findById(realm, id) : null;
    return session && (await this.live(realm, session, this.clock.now())) ? session : null;
  }

  /**
   * For a transaction that begins something which must die with the session: until it is over, nobody ends the session.
   *
   * @returns false when it has been ended.
   */
  hold(realm: RealmRef, id: string, at: number): Promise<boolean> {
    return this.sessions.hold(realm, id, at);
  }

  /** Those that go on, oldest first. A page may hold fewer than asked for though more follow. */
  async list(realm: Realm, userId: string, page: PageRequest): Promise<Page<Session>> {
    const now = this.clock.now();
    const user = await this.users.findById(realm, userId);
    const { items, nextCursor } = await this.sessions.page(realm, userId, now, page);
    return { items: items.filter((session) => isLive(session, realm, user, now)), nextCursor };
  }

  /** @returns whether this call ended it: false when there is none of that id, or it was over already. */
  async end(realm: RealmRef, id: string, request: RequestInfo): Promise<boolean> {
    const session = isId(id) ? await this.sessions.findById(realm, id) : null;
    return session !== null && this.endings.end(realm, session, { at: this.clock.now(), request });
  }

  /** Signs a user out everywhere. @param except the session that goes on. @returns how many ended. */
  endAllOf(realm: RealmRef, userId: string, request: RequestInfo, except?: string): Promise<number> {
    return this.endings.endAllOf(realm, userId, { at: this.clock.now(), request }, except);
  }

  /** Removes what a realm that is being deleted holds; call inside its transaction. */
  deleteAllOf(realm: RealmRef): Promise<void> {
    return this.sessions.deleteAllOf(realm);
  }

  private async live(realm: Realm, session: Session, at: number): Promise<SignedIn | null> {
    const user = await this.users.findById(realm, session.userId);
    return user && isLive(session, realm, user, at) ? { session, user } : null;
  }
}
