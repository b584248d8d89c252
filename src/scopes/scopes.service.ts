import { Injectable } from '@nestjs/common';
import type { Page, PageRequest } from '../database/page.js';
import type { RealmRef } from '../database/realm-ref.js';
import { unlessDuplicate } from '../database/unless-duplicate.js';
import { DomainError } from '../kernel/domain-error.js';
import { Ids } from '../kernel/ids.js';
import { isScopeToken } from '../protocol/scope.js';
import { type NewScope, type Scope, type ScopeChanges, STANDARD_SCOPES } from './scope.types.js';
import { ScopesRepository } from './scopes.repository.js';

const MAX_NAME = 128;
const MAX_DESCRIPTION = 255;

@Injectable()
export class ScopesService {
  constructor(
    private readonly scopes: ScopesRepository,
    private readonly ids: Ids,
  ) {}

  async list(realm: RealmRef, request: PageRequest): Promise<Page<Scope>> {
    const page = await this.scopes.page(realm, request);
    return { ...page, items: page.items.map(view) };
  }

  /** @throws DomainError `not_found` */
  async get(realm: RealmRef, name: string): Promise<Scope> {
    const scope = await this.scopes.find(realm, name);
    if (!scope) throw DomainError.notFound('The scope');
    return view(scope);
  }

  /** In the order of the names; one that is gone by now has no description. */
  async describe(realm: RealmRef, names: readonly string[]): Promise<Scope[]> {
    const found = await Promise.all(names.map((name) => this.scopes.find(realm, name)));
    return names.map((name, at) => ({ name, description: found[at]?.description ?? null }));
  }

  /** @throws DomainError `invalid`, or `conflict` for a name that is taken. */
  async create(realm: RealmRef, { name, description = null }: NewScope): Promise<Scope> {
    checkName(name);
    checkDescription(description);
    await unlessDuplicate(
      this.scopes.insertAll(realm, [{ id: this.ids.next(), name, description }]),
      'A scope of that name exists.',
    );
    return { name, description };
  }

  /** @throws DomainError `not_found` or `invalid` */
  async update(realm: RealmRef, name: string, { description }: ScopeChanges): Promise<Scope> {
    if (description === undefined) return this.get(realm, name);
    checkDescription(description);
    if (!(await this.scopes.describe(realm, name, description))) throw DomainError.notFound('The scope');
    return { name, description };
  }

  /**
   * Clients go on naming it until `ClientsService.forgetScope` is called in the same transaction.
   *
   * @throws DomainError `not_found`, or `conflict` for a scope to which the server itself gives a meaning.
   */
  async delete(realm: RealmRef, name: string): Promise<void> {
    const isStandard = STANDARD_SCOPES.some((scope) => scope.name === name);
    if (isStandard) throw DomainError.conflict(`The scope ${name} is part of every realm.`);
    if (!(await this.scopes.remove(realm, name))) throw DomainError.notFound('The scope');
  }

  /** Those of the names that no scope of the realm bears. */
  async missing(realm: RealmRef, names: readonly string[]): Promise<string[]> {
    const known = await this.scopes.known(realm, names);
    return names.filter((name) => !known.has(name));
  }

  /** Gives a new realm the scopes that every realm has. */
  async provision(realm: RealmRef): Promise<void> {
    await this.scopes.insertAll(
      realm,
      STANDARD_SCOPES.map((scope) => ({ id: this.ids.next(), ...scope })),
    );
  }

  async deleteAllOf(realm: RealmRef): Promise<void> {
    await this.scopes.deleteAllOf(realm);
  }
}

const view = ({ name, description }: Scope): Scope => ({ name, description });

function checkName(name: string): void {
  if (isScopeToken(name) && name.length <= MAX_NAME) return;
  throw DomainError.invalid('name', `1 to ${MAX_NAME} printable ASCII characters, but no space, quote or backslash.`);
}

function checkDescription(description: string | null): void {
  if ((description ?? '').length <= MAX_DESCRIPTION) return;
  throw DomainError.invalid('description', `At most ${MAX_DESCRIPTION} characters.`);
}
