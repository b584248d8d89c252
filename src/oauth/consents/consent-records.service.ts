import { Injectable, type OnModuleInit } from '@nestjs/common';
import { ClientsService } from '../../clients/clients.service.js';
import type { RealmRef } from '../../database/realm-ref.js';
import { Clock } from '../../kernel/clock.js';
import { DomainError } from '../../kernel/domain-error.js';
import { Ids } from '../../kernel/ids.js';
import { UsersService } from '../../users/users.service.js';
import { notYetAllowed } from './consent.rules.js';
import { ConsentsRepository } from './consents.repository.js';

/** How often a consent is begun anew because the same user gave another one at the same time. */
const TRIES = 5;

/** Keeps one record for a user and a client, which only grows; it goes with either of them. */
@Injectable()
export class ConsentRecords implements OnModuleInit {
  constructor(
    private readonly consents: ConsentsRepository,
    private readonly users: UsersService,
    private readonly clients: ClientsService,
    private readonly ids: Ids,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.users.onDeletion((realm, userId) => this.consents.deleteAllOfUser(realm, userId));
    this.clients.onDeletion((realm, clientId) => this.consents.deleteAllOfClient(realm, clientId));
  }

  /** @returns what was added to the record: nothing for what was allowed before. */
  async remember(realm: RealmRef, userId: string, clientId: string, scopes: readonly string[]): Promise<string[]> {
    for (let attempt = 0; attempt < TRIES; attempt++) {
      const added = await this.attempt(realm, userId, clientId, scopes);
      if (added) return added;
    }
    throw DomainError.stale('The consent');
  }

  /** @returns null when another consent of the same user came first. */
  private async attempt(
    realm: RealmRef,
    userId: string,
    clientId: string,
    scopes: readonly string[],
  ): Promise<string[] | null> {
    const now = this.clock.now();
    const before = await this.consents.find(realm, userId, clientId);
    const added = notYetAllowed(before, scopes);
    const consent = { userId, clientId, scopes: [...(before?.scopes ?? []), ...added], createdAt: now, updatedAt: now };
    const stored = before
      ? added.length === 0 || (await this.consents.replace(realm, before, consent))
      : await this.consents.add(realm, this.ids.next(now), consent);
    return stored ? added : null;
  }
}
