import { Injectable } from '@nestjs/common';
import type { Page, PageRequest } from '../database/page.js';
import { isInTransaction } from '../database/transaction-slot.js';
import { unlessDuplicate } from '../database/unless-duplicate.js';
import { Clock } from '../kernel/clock.js';
import { DomainError } from '../kernel/domain-error.js';
import { SecretHasher } from '../secrets/secret-hasher.js';
import { NewRealm } from './new-realm.js';
import { RealmMapper } from './realm.mapper.js';
import { checkRealmChanges, checkRealmName, isRealmName } from './realm.rules.js';
import { MASTER_REALM, type Realm, type RealmChanges } from './realm.types.js';
import { RealmsRepository } from './realms.repository.js';

/** An unconditional change is tried again when another one came in between. */
const TRIES = 8;

const unknownRealm = (): DomainError => DomainError.notFound('The realm');

@Injectable()
export class RealmsService {
  constructor(
    private readonly rows: RealmsRepository,
    private readonly mapper: RealmMapper,
    private readonly newRealm: NewRealm,
    private readonly hasher: SecretHasher,
    private readonly clock: Clock,
  ) {}

  /** The realm as it is now, disabled or not; a name that no realm can have never reaches the database. */
  async find(name: string): Promise<Realm | null> {
    const isProvisional = isInTransaction();
    const row = isRealmName(name) ? await this.rows.find(name) : null;
    return row && this.mapper.toRealm(row, isProvisional);
  }

  /** @throws DomainError `not_found`, the same for an unknown realm and for a disabled one. */
  async getEnabled(name: string): Promise<Realm> {
    const realm = await this.find(name);
    if (!realm?.enabled) throw unknownRealm();
    return realm;
  }

  /** For administrators: disabled realms too. @throws DomainError `not_found` */
  async get(name: string): Promise<Realm> {
    const realm = await this.find(name);
    if (!realm) throw unknownRealm();
    return realm;
  }

  /** The oldest first. */
  async list(page: PageRequest): Promise<Page<Realm>> {
    const isProvisional = isInTransaction();
    const { items, nextCursor } = await this.rows.page(page);
    return { items: items.map(({ row }) => this.mapper.toRealm(row, isProvisional)), nextCursor };
  }

  /**
   * The realm's row alone; what belongs into a new realm is put there by provisioning, in the same transaction.
   *
   * @throws DomainError `invalid`, or `conflict` when the name is taken.
   */
  async create(name: string, changes: RealmChanges = {}): Promise<Realm> {
    checkRealmName(name);
    checkRealmChanges(changes, this.clock.now());
    if (name === MASTER_REALM) refuseOfMaster(changes);
    const row = this.newRealm.row(name, changes);
    await unlessDuplicate(this.rows.insert(row), `The realm ${name} exists already.`);
    return this.mapper.toRealm(row, true);
  }

  /**
   * Changes what is given and leaves the rest.
   *
   * @param ifVersion the version that the caller has seen
   * @throws DomainError `invalid`, `not_found`, `stale` when the realm is of another version, `conflict` for what
   * `master` must not become.
   */
  async update(name: string, changes: RealmChanges, ifVersion?: number): Promise<Realm> {
    const updatedAt = this.clock.now();
    checkRealmChanges(changes, updatedAt);
    if (name === MASTER_REALM) refuseOfMaster(changes);
    const columns = { ...this.mapper.toColumns(changes), updatedAt };
    for (let attempt = 1; attempt <= TRIES; attempt++) {
      const realm = await this.get(name);
      if (ifVersion !== undefined && realm.version !== ifVersion) break;
      if (await this.rows.update(realm, columns)) return this.get(name);
    }
    throw DomainError.stale('The realm');
  }

  /**
   * Has the rows of realms tell that something changed which is known by their state. Belongs into the transaction of the
   * change, as its first statement: of two such changes one waits for the other.
   */
  async touch(names: readonly string[]): Promise<void> {
    if (names.length > 0) await this.rows.touch(names, this.clock.now());
  }

  /**
   * The realm's row alone; provisioning deletes what is in the realm before, in the same transaction.
   *
   * @throws DomainError `not_found`, or `conflict` for `master`.
   */
  async delete(name: string): Promise<void> {
    if (name === MASTER_REALM) throw DomainError.conflict('The realm master cannot be deleted.');
    if (!(await this.rows.delete(await this.get(name)))) throw unknownRealm();
  }

  /** Whether a secret is the realm's key, its own or the configured default; compared in constant time. */
  verifyKey(realm: Realm, presented: string): boolean {
    return this.hasher.matches(presented, realm.keyHash);
  }
}

/** Without `master` nobody manages the server, and the default key must never open it. */
function refuseOfMaster({ enabled, key }: RealmChanges): void {
  if (enabled === false) throw DomainError.conflict('The realm master cannot be disabled.');
  if (key === null) throw DomainError.conflict('The realm master cannot use the default key.');
}
