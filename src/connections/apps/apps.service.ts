import { Injectable } from '@nestjs/common';
import type { Page, PageRequest } from '../../database/page.js';
import type { RealmRef } from '../../database/realm-ref.js';
import { Transaction } from '../../database/transaction.js';
import { unlessDuplicate } from '../../database/unless-duplicate.js';
import { EgressJudge } from '../../egress/egress-judge.js';
import { Clock } from '../../kernel/clock.js';
import { DomainError } from '../../kernel/domain-error.js';
import { Ids, isId } from '../../kernel/ids.js';
import { refuseStale } from '../../kernel/refuse-stale.js';
import { given, refuseFaults } from '../changes.js';
import { appFaults, slugOf } from './app.rules.js';
import type { AppChanges, ConnectionApp, NewApp } from './app.types.js';
import { AppsRepository } from './apps.repository.js';

const USUAL = {
  description: null,
  logoSourceUrl: null,
  status: 'draft',
  offered: false,
  origin: null,
  memberUse: false,
} as const;
const TAKEN = 'An app of that slug exists.';

/** Refuses with `conflict` what must not be deleted with it, and deletes the rest. */
export type AppDeletion = (realm: RealmRef, appId: string) => Promise<void>;

/** Refuses with `invalid` an app that cannot be offered to other realms as it is. */
export type OfferCheck = (realm: RealmRef, app: ConnectionApp) => Promise<void>;

/** The services that a realm knows connections for. */
@Injectable()
export class AppsService {
  private readonly deletions: AppDeletion[] = [];
  private readonly offerChecks: OfferCheck[] = [];

  constructor(
    private readonly apps: AppsRepository,
    private readonly egress: EgressJudge,
    private readonly transaction: Transaction,
    private readonly clock: Clock,
    private readonly ids: Ids,
  ) {}

  /** Has that called, in the transaction, when an app is deleted. */
  onDeletion(deletion: AppDeletion): void {
    this.deletions.push(deletion);
  }

  /** Has that called before an app that exists is offered. */
  onOffer(check: OfferCheck): void {
    this.offerChecks.push(check);
  }

  /** @param createdBy whose; null for everybody's */
  list(realm: RealmRef, request: PageRequest, createdBy: string | null = null): Promise<Page<ConnectionApp>> {
    return this.apps.page(realm, request, createdBy);
  }

  published(realm: RealmRef): Promise<ConnectionApp[]> {
    return this.apps.ofStatus(realm, 'published');
  }

  /** Those that a user can connect: what is published, and what the user is working on. */
  async openTo(realm: RealmRef, userId: string): Promise<ConnectionApp[]> {
    const [published, drafts] = await Promise.all([this.published(realm), this.apps.ofStatus(realm, 'draft', userId)]);
    return [...published, ...drafts];
  }

  async find(realm: RealmRef, id: string): Promise<ConnectionApp | null> {
    return isId(id) ? this.apps.find(realm, id) : null;
  }

  /** @throws DomainError `not_found` */
  async get(realm: RealmRef, id: string): Promise<ConnectionApp> {
    const app = await this.find(realm, id);
    if (!app) throw DomainError.notFound('The app');
    return app;
  }

  /** @throws DomainError `invalid`, or `conflict` for a slug that is taken. */
  async create(realm: RealmRef, input: NewApp, createdBy: string | null): Promise<ConnectionApp> {
    const at = this.clock.now();
    const made = { id: this.ids.next(at), createdBy, version: 1, createdAt: at, updatedAt: at };
    const app: ConnectionApp = { ...USUAL, slug: slugOf(input.name), ...given(input), name: input.name, ...made };
    this.check(realm, app);
    await unlessDuplicate(this.apps.add(realm, app), TAKEN);
    return app;
  }

  /**
   * @param ifVersion refuses with `stale` when the app has another version by now.
   * @throws DomainError `not_found`, `invalid`, `conflict` or `stale`
   */
  async update(realm: RealmRef, id: string, changes: AppChanges, ifVersion?: number): Promise<ConnectionApp> {
    const current = await this.get(realm, id);
    refuseStale(current, ifVersion);
    const changed = { ...current, ...given(changes), version: current.version + 1, updatedAt: this.clock.now() };
    this.check(realm, changed);
    if (changed.offered && !current.offered) for (const check of this.offerChecks) await check(realm, changed);
    if (!(await unlessDuplicate(this.apps.replace(realm, changed, current.version), TAKEN))) throw DomainError.stale();
    return changed;
  }

  /** With its settings, configs and requests. @throws DomainError `not_found`, or `conflict` while it has connections. */
  delete(realm: RealmRef, id: string): Promise<void> {
    return this.transaction.run(async () => {
      const app = await this.get(realm, id);
      for (const deletion of this.deletions) await deletion(realm, app.id);
      await this.apps.remove(realm, app.id);
    });
  }

  /** Inside the transaction that deletes the realm. */
  async deleteAllOf(realm: RealmRef): Promise<void> {
    await this.apps.deleteAllOf(realm);
  }

  private check(realm: RealmRef, app: ConnectionApp): void {
    const fault = app.logoSourceUrl === null ? null : this.egress.faultOf(app.logoSourceUrl);
    refuseFaults([...appFaults(realm, app), ...(fault === null ? [] : [{ field: 'logoSourceUrl', message: fault }])]);
  }
}
