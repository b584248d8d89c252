import { Injectable } from '@nestjs/common';
import { BoundedMap } from '../../kernel/bounded-map.js';
import { Clock } from '../../kernel/clock.js';
import { DomainError } from '../../kernel/domain-error.js';
import { CONN_SCOPES } from '../../protocol/names.js';
import type { Realm } from '../../realms/realm.types.js';
import { UsersService } from '../../users/users.service.js';
import { ConnectionManagers } from '../connect/connection-managers.service.js';
import { ConnectStarts } from '../connect/connect-starts.service.js';
import type { ConnectWish, StartedConnect, Starter } from '../connect/connect-start.types.js';
import { ConnectVisits } from '../connect/connect-visits.service.js';
import type { Caller } from './proxy.types.js';

const REMEMBERED = 1000;
/** A link that is about to end helps nobody. */
const LEAST_LEFT_MS = 5 * 60_000;

/** What would bring the connection about, and for whom. */
export interface Missing {
  readonly wish: ConnectWish;
  /** The user whose connection it is to be; null for the realm's. */
  readonly userId: string | null;
}

type Link = Pick<StartedConnect, 'id' | 'connectUrl' | 'expiresAt'>;

/**
 * Tells, with a refusal that only the owner of a connection can mend, where the owner can do that. The same asker gets the
 * same link again while its session is open: a caller that does not give up begins no session with each call.
 */
@Injectable()
export class ReauthorizationHints {
  private readonly links = new BoundedMap<string, Link>(REMEMBERED);

  constructor(
    private readonly starts: ConnectStarts,
    private readonly visits: ConnectVisits,
    private readonly managers: ConnectionManagers,
    private readonly users: UsersService,
    private readonly clock: Clock,
  ) {}

  /** Passes on what the work answers; a `reauth_required` gets a `connect_url` where there is one for this caller. */
  async around<T>(realm: Realm, caller: Caller, missing: Missing, work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof DomainError) || error.code !== 'reauth_required') throw error;
      throw await this.told(realm, caller, missing, error);
    }
  }

  private async told(realm: Realm, caller: Caller, missing: Missing, error: DomainError): Promise<DomainError> {
    const { code, message, fields, retryAfter, extensions } = error;
    const url = await this.urlFor(realm, caller, missing);
    if (url === null) return error;
    return new DomainError(code, message, { fields, retryAfter, extensions: { ...extensions, connect_url: url } });
  }

  /** Null where this caller cannot begin one: what it asked for is then refused as it was. */
  private async urlFor(realm: Realm, caller: Caller, missing: Missing): Promise<string | null> {
    const mayManage = await this.managers.includes(caller.token);
    const key = keyOf(realm, caller, missing, mayManage);
    const known = this.links.get(key);
    if (known && (await this.leads(realm, known))) return known.connectUrl;
    try {
      const starter = await this.starterOf(realm, caller, missing, mayManage);
      const link = starter && (await this.starts.start(realm, starter, missing.wish));
      if (link) this.links.set(key, link);
      return link?.connectUrl ?? null;
    } catch (error) {
      if (error instanceof DomainError) return null;
      throw error;
    }
  }

  private async leads(realm: Realm, { id, expiresAt }: Link): Promise<boolean> {
    return expiresAt - this.clock.now() > LEAST_LEFT_MS && this.visits.isOpen(realm, id);
  }

  /** Null for a service that may use connections and not begin them. */
  private async starterOf(
    realm: Realm,
    { token }: Caller,
    missing: Missing,
    mayManage: boolean,
  ): Promise<Starter | null> {
    const { user, client, scope } = token;
    if (user) return { kind: 'user', user, client, mayManage };
    if (!scope.includes(CONN_SCOPES.connect)) return null;
    const owner = missing.userId === null ? null : await this.users.findById(realm, missing.userId);
    return { kind: 'service', client, user: owner, mayManage };
  }
}

const keyOf = (realm: Realm, { token }: Caller, { wish, userId }: Missing, mayManage: boolean): string =>
  JSON.stringify([realm.id, token.client.id, token.user?.id ?? null, userId, wish, mayManage]);
