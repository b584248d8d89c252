import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { Page, PageRequest } from '../../database/page.js';
import type { RealmRef } from '../../database/realm-ref.js';
import { unlessDuplicate } from '../../database/unless-duplicate.js';
import { Clock } from '../../kernel/clock.js';
import { DomainError } from '../../kernel/domain-error.js';
import { Ids } from '../../kernel/ids.js';
import { refuseStale } from '../../kernel/refuse-stale.js';
import { AppSettings } from '../apps/app-settings.service.js';
import { AppsService } from '../apps/apps.service.js';
import { given, refuseFaults } from '../changes.js';
import { savedRequestFaults } from './saved-request.rules.js';
import {
  MAX_SAVED_REQUESTS,
  type NewSavedRequest,
  type SavedRequest,
  type SavedRequestChanges,
  type SavedRequestFields,
} from './saved-request.types.js';
import { SavedRequestsRepository } from './saved-requests.repository.js';

const TAKEN = 'The app has a request of that name.';
const USUAL: Omit<SavedRequestFields, 'name' | 'path'> = {
  method: 'GET',
  headers: {},
  query: {},
  body: null,
  bodyFormat: 'json',
};

/** The calls that an app knows by name. What writes belongs inside the transaction of its caller. */
@Injectable()
export class SavedRequests implements OnModuleInit {
  constructor(
    private readonly requests: SavedRequestsRepository,
    private readonly apps: AppsService,
    private readonly settings: AppSettings,
    private readonly ids: Ids,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.apps.onDeletion((realm, appId) => this.requests.removeAllOfApp(realm, appId));
  }

  /** @throws DomainError `not_found` for the app */
  async list(realm: RealmRef, appId: string, page: PageRequest): Promise<Page<SavedRequest>> {
    const { id } = await this.apps.get(realm, appId);
    return this.requests.page(realm, id, page);
  }

  /** @throws DomainError `not_found` */
  async get(realm: RealmRef, appId: string, name: string): Promise<SavedRequest> {
    const app = await this.apps.get(realm, appId);
    const request = await this.requests.find(realm, app.id, name);
    if (!request) throw DomainError.notFound('The request');
    return request;
  }

  /** @throws DomainError `not_found` for the app, `invalid`, or `conflict` for a name that is taken or one too many. */
  async create(realm: RealmRef, appId: string, input: NewSavedRequest): Promise<SavedRequest> {
    const app = await this.apps.get(realm, appId);
    if ((await this.requests.count(realm, app.id)) >= MAX_SAVED_REQUESTS)
      throw DomainError.conflict(`An app has at most ${MAX_SAVED_REQUESTS} requests.`);
    const at = this.clock.now();
    const made = { id: this.ids.next(at), appId: app.id, version: 1, createdAt: at, updatedAt: at };
    const request: SavedRequest = { ...USUAL, ...given(input), name: input.name, path: input.path, ...made };
    await this.check(realm, request);
    await unlessDuplicate(this.requests.add(realm, request), TAKEN);
    return request;
  }

  /**
   * @param ifVersion refuses with `stale` when the request has another version by now.
   * @throws DomainError `not_found`, `invalid`, `conflict` or `stale`
   */
  async update(
    realm: RealmRef,
    appId: string,
    name: string,
    changes: SavedRequestChanges,
    ifVersion?: number,
  ): Promise<SavedRequest> {
    const current = await this.get(realm, appId, name);
    refuseStale(current, ifVersion);
    const changed = { ...current, ...given(changes), version: current.version + 1, updatedAt: this.clock.now() };
    await this.check(realm, changed);
    if (!(await unlessDuplicate(this.requests.replace(realm, changed, current.version), TAKEN)))
      throw DomainError.stale();
    return changed;
  }

  /** @throws DomainError `not_found` or `stale` */
  async delete(realm: RealmRef, appId: string, name: string, ifVersion?: number): Promise<void> {
    const current = await this.get(realm, appId, name);
    refuseStale(current, ifVersion);
    await this.requests.remove(realm, current.id);
  }

  /** Inside the transaction that deletes the realm. */
  deleteAllOf(realm: RealmRef): Promise<void> {
    return this.requests.deleteAllOf(realm);
  }

  private async check(realm: RealmRef, request: SavedRequest): Promise<void> {
    refuseFaults(savedRequestFaults(request, await this.settings.ofApp(realm, request.appId)));
  }
}
