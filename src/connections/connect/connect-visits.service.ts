import { Injectable } from '@nestjs/common';
import type { RequestInfo } from '../../audit/audit.types.js';
import type { RealmRef } from '../../database/realm-ref.js';
import { Clock } from '../../kernel/clock.js';
import { DomainError } from '../../kernel/domain-error.js';
import type { Realm } from '../../realms/realm.types.js';
import type { ConnectionApp, SettingDefinition } from '../apps/app.types.js';
import { SettingsValues } from '../apps/settings-values.service.js';
import type { ConnectionConfig, ParamRule } from '../configs/config.types.js';
import { ConfigsService } from '../configs/configs.service.js';
import { userIdOf } from '../vault/connection.types.js';
import { BindingFailures } from './binding-failures.service.js';
import { sessionHandleHash } from './connect-handles.js';
import { OPEN_STATUSES, type ConnectSession } from './connect-session.types.js';
import { ConnectSessionsRepository } from './connect-sessions.repository.js';
import { ConnectTargets } from './connect-targets.service.js';
import { isStillAllowed } from './session-binding.rules.js';
import { ownerOfSession } from './session-owner.js';
import { sessionOver } from './session-over.js';

/** A session as its page shows it. */
export interface ConnectVisit {
  readonly session: ConnectSession;
  readonly app: ConnectionApp;
  /** The version that the session began with. */
  readonly config: ConnectionConfig;
  /** What has to be said before going on. */
  readonly asks: { readonly params: readonly ParamRule[]; readonly settings: readonly SettingDefinition[] };
}

/** Finds what the address of the page names. */
@Injectable()
export class ConnectVisits {
  constructor(
    private readonly sessions: ConnectSessionsRepository,
    private readonly targets: ConnectTargets,
    private readonly configs: ConfigsService,
    private readonly settings: SettingsValues,
    private readonly failures: BindingFailures,
    private readonly clock: Clock,
  ) {}

  /** @throws DomainError `not_found`, or `session_expired` for one that is over. */
  async find(realm: Realm, handle: unknown): Promise<ConnectSession> {
    const hash = typeof handle === 'string' ? sessionHandleHash(handle) : null;
    const session = hash && (await this.sessions.findByToken(realm, hash));
    if (!session) throw DomainError.notFound('The session');
    if (!this.goesOn(realm, session)) throw sessionOver();
    return session;
  }

  /** Whether its page still leads anywhere. */
  async isOpen(realm: Realm, sessionId: string): Promise<boolean> {
    const session = await this.sessions.find(realm, sessionId);
    return session !== null && this.goesOn(realm, session);
  }

  /** @throws DomainError `not_found` when the config cannot be connected any more. */
  async look(realm: RealmRef, session: ConnectSession): Promise<ConnectVisit> {
    const { app } = await this.targets.open(realm, session.configId, session.userId);
    const config = await this.configs.version(realm, session.configId, session.configVersion);
    const missing = await this.settings.missing(realm, config, userIdOf(ownerOfSession(session)));
    const params = config.params.filter(({ name }) => session.params[name] === undefined);
    return { session, app, config, asks: { params, settings: missing.filter(({ level }) => level === 'user') } };
  }

  /** Writes down that its page was seen. */
  async open(realm: RealmRef, { id }: ConnectSession): Promise<void> {
    await this.sessions.advance(realm, id, { from: ['new'], to: 'opened', at: this.clock.now() });
  }

  /** Somebody is signed in whom the session is not for. @returns what to throw. */
  refuse(realm: RealmRef, session: ConnectSession, request: RequestInfo): Promise<DomainError> {
    const { id, configId, userId } = session;
    return this.failures.record(realm, { fault: 'other_user', request, configId, sessionId: id, userId });
  }

  private goesOn(realm: Realm, session: ConnectSession): boolean {
    const isOpen = OPEN_STATUSES.includes(session.status) && session.expiresAt > this.clock.now();
    return isOpen && isStillAllowed(realm, session);
  }
}
