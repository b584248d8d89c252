import { Injectable } from '@nestjs/common';
import type { Page, PageRequest } from '../../database/page.js';
import type { RealmRef } from '../../database/realm-ref.js';
import { RealmScopedRepository } from '../../database/realm-scoped.repository.js';
import { Sql } from '../../database/sql.js';
import { isDuplicate } from '../../database/storage-fault.js';
import { formatScope, parseScope } from '../../protocol/scope.js';
import { ConsentEntity } from './consent.entity.js';
import type { Consent } from './consent.types.js';

/** At most one for a user and a client. */
@Injectable()
export class ConsentsRepository extends RealmScopedRepository<ConsentEntity> {
  constructor(sql: Sql) {
    super(sql, ConsentEntity);
  }

  async find(realm: RealmRef, userId: string, clientId: string): Promise<Consent | null> {
    const row = await this.findOne(realm, { userId, clientId });
    return row && toConsent(row);
  }

  /** @returns false when there is one already. */
  async add(realm: RealmRef, id: string, consent: Consent): Promise<boolean> {
    try {
      await this.insert(realm, { ...toRow(consent), id });
      return true;
    } catch (error) {
      if (isDuplicate(error)) return false;
      throw error;
    }
  }

  /** @returns false when it is not, or no longer, what `before` says. */
  async replace(realm: RealmRef, before: Consent, consent: Consent): Promise<boolean> {
    const { userId, clientId, scope } = toRow(before);
    const { scope: changed, updatedAt } = toRow(consent);
    return (await this.update(realm, { userId, clientId, scope }, { scope: changed, updatedAt })) === 1;
  }

  /** @returns whether this call removed it. */
  async remove(realm: RealmRef, userId: string, clientId: string): Promise<boolean> {
    return (await this.delete(realm, { userId, clientId })) === 1;
  }

  /** The oldest first. */
  async page(realm: RealmRef, userId: string, page: PageRequest): Promise<Page<Consent>> {
    const { items, nextCursor } = await this.findPage(realm, { ...page, where: { userId } });
    return { items: items.map(toConsent), nextCursor };
  }

  async deleteAllOfUser(realm: RealmRef, userId: string): Promise<void> {
    await this.delete(realm, { userId });
  }

  async deleteAllOfClient(realm: RealmRef, clientId: string): Promise<void> {
    await this.delete(realm, { clientId });
  }

  async deleteAllOf(realm: RealmRef): Promise<void> {
    await this.delete(realm, {});
  }
}

const toRow = ({ scopes, ...consent }: Consent) => ({ ...consent, scope: formatScope(scopes) ?? '' });

const toConsent = ({ userId, clientId, scope, createdAt, updatedAt }: ConsentEntity): Consent => ({
  userId,
  clientId,
  scopes: parseScope(scope) ?? [],
  createdAt,
  updatedAt,
});
