import { Injectable } from '@nestjs/common';
import { BoundedMap } from '../kernel/bounded-map.js';
import { Clock } from '../kernel/clock.js';
import { DomainError } from '../kernel/domain-error.js';
import type { Realm } from '../realms/realm.types.js';
import { ClientsRepository } from './clients.repository.js';
import { ClientsService } from './clients.service.js';
import type { Client } from './client.types.js';

const DAY = 86_400_000;
/** Unused clients that make room for a new one at most: more go with the next ones. */
const REMOVED_AT_ONCE = 20;
const REMEMBERED = 10_000;

/** The clients that registered themselves: no more than the realm allows, and none for ever that nobody uses (requirement 69). */
@Injectable()
export class RegisteredClients {
  /** Clients whose use was noted lately, so that it is not noted again and again. */
  private readonly noted = new BoundedMap<string, number>(REMEMBERED);

  constructor(
    private readonly rows: ClientsRepository,
    private readonly clients: ClientsService,
    private readonly clock: Clock,
  ) {}

  /** Inside the transaction that adds one. @throws DomainError `forbidden` when the realm has as many as it may. */
  async makeRoom(realm: Realm): Promise<void> {
    const { maxClients, unusedDays } = realm.registrationRules;
    const before = this.clock.now() - unusedDays * DAY;
    for (const clientId of await this.rows.unusedRegistered(realm, before, REMOVED_AT_ONCE))
      await this.clients.delete(realm, clientId);
    if ((await this.rows.countRegistered(realm)) < maxClients) return;
    throw new DomainError('forbidden', 'The realm takes no more clients that register themselves.');
  }

  /** Notes that it was used today; costs a statement a day. */
  async touch(realm: Realm, client: Client): Promise<void> {
    const now = this.clock.now();
    if (now < (this.noted.get(client.id) ?? 0) + DAY) return;
    this.noted.set(client.id, now);
    await this.rows.touch(realm, client.id, now);
  }
}
