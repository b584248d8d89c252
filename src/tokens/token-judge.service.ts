import { Injectable } from '@nestjs/common';
import type { Client } from '../clients/client.types.js';
import { ClientsService } from '../clients/clients.service.js';
import { Clock } from '../kernel/clock.js';
import type { Realm } from '../realms/realm.types.js';
import type { User } from '../users/user.types.js';
import { UsersService } from '../users/users.service.js';
import { GrantsRepository } from './grants.repository.js';
import type { Grant } from './grant.types.js';
import { isInForce, isOwnOf, type Holders } from './liveness.rules.js';
import { Subjects } from './subjects.service.js';
import { TokenReader } from './token-reader.service.js';
import type { ClientReference, TokenRecord } from './token-record.js';
import type { LiveToken } from './token.types.js';

/** The one place that decides whether a token is alive. Reads everything anew; the reads of one turn share statements. */
@Injectable()
export class TokenJudge {
  constructor(
    private readonly reader: TokenReader,
    private readonly grants: GrantsRepository,
    private readonly clients: ClientsService,
    private readonly users: UsersService,
    private readonly subjects: Subjects,
    private readonly clock: Clock,
  ) {}

  async judge(realm: Realm, value: string): Promise<LiveToken | null> {
    const record = await this.reader.read(realm, value);
    const now = this.clock.now();
    if (!record || record.expiresAt <= now) return null;
    const [ended, client, { grant, user }] = await Promise.all([
      record.isEnded(),
      this.findClient(realm, record.client),
      this.findGrant(realm, record),
    ]);
    if (ended || !client) return null;
    const holders = { realm, client, user };
    return isAlive(record, grant, holders, now) ? this.alive(record, grant, holders) : null;
  }

  async hasExpired(realm: Realm, value: string): Promise<boolean> {
    const record = await this.reader.read(realm, value, { expired: true });
    return record !== null && record.expiresAt <= this.clock.now();
  }

  private findClient(realm: Realm, reference: ClientReference): Promise<Client | null> {
    return 'id' in reference
      ? this.clients.findById(realm, reference.id)
      : this.clients.find(realm, reference.clientId);
  }

  /**
   * A JWT names its user, so that grant and user are read at once, unless its subject is pairwise: then, as for a handle
   * that has come with its grant, only the grant knows.
   */
  private async findGrant(realm: Realm, record: TokenRecord): Promise<{ grant: Grant | null; user: User | null }> {
    if (record.grantId === null) return { grant: null, user: null };
    const [grant, named] = await Promise.all([
      record.grant === undefined ? this.grants.find(realm, record.grantId) : record.grant,
      record.userId ? this.users.findById(realm, record.userId) : null,
    ]);
    if (record.userId !== undefined || !grant?.userId) return { grant, user: named };
    return { grant, user: await this.users.findById(realm, grant.userId) };
  }

  private alive(record: TokenRecord, grant: Grant | null, { realm, client, user }: Holders): LiveToken {
    const { kind, scope, audience, issuedAt, expiresAt, generation, jti } = record;
    return {
      kind,
      // What an administrator takes from a client is gone from its live tokens too.
      scope: scope.filter((name) => client.scopes.includes(name)),
      audience,
      issuedAt,
      expiresAt,
      generation,
      jti,
      realm,
      client,
      user,
      grant,
      subject: this.subjects.of(realm, { client, user }),
      authorities: () => this.subjects.authoritiesOf(realm, { client, user }),
    };
  }
}

function isAlive(record: TokenRecord, grant: Grant | null, holders: Holders, now: number): boolean {
  if (record.grantId === null) return record.userId === null && isOwnOf(holders, record.issuedAt);
  if (!grant || !isInForce(grant, holders, now)) return false;
  const outdated = record.generation < grant.generation;
  return !(outdated && record.kind === 'access' && grant.policy.endsOlderAccess);
}
