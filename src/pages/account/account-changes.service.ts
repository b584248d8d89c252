import { Injectable } from '@nestjs/common';
import { AuditService } from '../../audit/audit.service.js';
import { AUDIT_EVENTS } from '../../audit/audit.types.js';
import type { RequestInfo } from '../../http/request-info.js';
import { Clock } from '../../kernel/clock.js';
import type { Realm } from '../../realms/realm.types.js';
import { TokensService } from '../../tokens/tokens.service.js';
import { SessionsService } from '../../users/sessions/sessions.service.js';
import { ACR, type StartedSession } from '../../users/sessions/session.types.js';
import type { User, UserChanges } from '../../users/user.types.js';
import { UsersService } from '../../users/users.service.js';

/** A change that the user wants, and the password that shows it is the user who does. */
export interface OwnChange<T> {
  readonly changes: T;
  readonly password: string;
  readonly request: RequestInfo;
  readonly userAgent?: string;
}

/** What users change of their own accounts. */
@Injectable()
export class AccountChanges {
  constructor(
    private readonly users: UsersService,
    private readonly sessions: SessionsService,
    private readonly tokens: TokensService,
    private readonly audit: AuditService,
    private readonly clock: Clock,
  ) {}

  /** Whether that is the password of the user. Guesses are counted as at the sign-in. */
  async proves(realm: Realm, user: User, password: string, { address }: RequestInfo): Promise<User | null> {
    const proven = await this.users.authenticate(realm, user.username, password, address);
    return proven?.id === user.id ? proven : null;
  }

  /**
   * Another password: it ends every session and every grant of the user, and begins one session anew.
   *
   * @returns null when the old password is not right.
   * @throws DomainError `invalid` for a password that the realm does not take, `stale` when the user changed meanwhile.
   */
  async password(realm: Realm, user: User, change: OwnChange<{ password: string }>): Promise<StartedSession | null> {
    const { changes, request, userAgent } = change;
    const proven = await this.proves(realm, user, change.password, request);
    if (!proven) return null;
    const record = (): Promise<void> => this.record(realm, user, AUDIT_EVENTS.userPasswordChanged, request);
    const changed = await this.users.update(realm, user.username, changes, proven.version, record);
    // What the old password began while the change was being committed.
    await this.tokens.revokeGrantsOfUser(realm, user.id, request);
    const at = Math.max(this.clock.now(), (changed.notBefore ?? 0) + 1);
    return this.sessions.start(realm, changed, { at, request, amr: ['pwd'], acr: ACR.password, userAgent });
  }

  /** @throws DomainError `invalid`, or `stale` when the user changed since it was read. */
  async profile(
    realm: Realm,
    user: User,
    changes: Pick<UserChanges, 'fullName' | 'email'>,
    request: RequestInfo,
  ): Promise<void> {
    const fields = Object.keys(changes).sort();
    const record = (): Promise<void> => this.record(realm, user, AUDIT_EVENTS.userProfileChanged, request, { fields });
    await this.users.update(realm, user.username, changes, user.version, record);
  }

  private record(
    realm: Realm,
    { id: userId }: User,
    type: typeof AUDIT_EVENTS.userPasswordChanged | typeof AUDIT_EVENTS.userProfileChanged,
    { id: requestId, address }: RequestInfo,
    detail?: Readonly<Record<string, unknown>>,
  ): Promise<void> {
    return this.audit.record(realm, { type, outcome: 'success', userId, requestId, address, detail });
  }
}
