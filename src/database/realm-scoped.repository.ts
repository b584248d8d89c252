import {
  LessThan,
  MoreThan,
  type EntityTarget,
  type FindOptionsOrder,
  type FindOptionsWhere,
  type Repository,
} from 'typeorm';
import type { QueryDeepPartialEntity } from 'typeorm/query-builder/QueryPartialEntity.js';
import { decodeCursor, pageOf, type Page, type PageRequest } from './page.js';
import type { RealmRef } from './realm-ref.js';
import { Sql } from './sql.js';

export interface RealmRow {
  id?: string;
  realmId: string;
}

/** Which rows of the realm; the realm itself is added, and cannot be set. */
export type Where<E> = Omit<FindOptionsWhere<E>, 'realmId'>;

/** How a list is read: by id, and so by age; the oldest first unless told otherwise. */
export interface ListOptions<E> extends PageRequest {
  readonly where?: Where<E>;
  readonly order?: 'ASC' | 'DESC';
}

/** For the administrators' side of a realm's rows: no statement made here can reach those of another realm. */
export abstract class RealmScopedRepository<E extends RealmRow> {
  protected constructor(
    protected readonly sql: Sql,
    private readonly entity: EntityTarget<E>,
  ) {}

  protected findOne(realm: RealmRef, where: Where<E>): Promise<E | null> {
    return this.rows().findOneBy(within<E>(realm, where));
  }

  protected findAll(realm: RealmRef, where: Where<E> = {} as Where<E>): Promise<E[]> {
    return this.rows().findBy(within<E>(realm, where));
  }

  /** Of entities with an `id`. */
  protected async findPage(realm: RealmRef, list: ListOptions<E>): Promise<Page<E>> {
    const { limit, cursor, order = 'ASC' } = list;
    const after = order === 'ASC' ? MoreThan : LessThan;
    const place = cursor === undefined ? {} : { id: after(decodeCursor(cursor)) };
    const rows = await this.rows().find({
      where: within<E>(realm, { ...list.where, ...place } as Where<E>),
      order: { id: order } as FindOptionsOrder<E>,
      take: limit + 1,
    });
    return pageOf(rows as (E & { id: string })[], limit);
  }

  protected async insert(realm: RealmRef, row: Omit<E, 'realmId'>): Promise<void> {
    await this.rows().insert({ ...row, realmId: realm.id } as unknown as QueryDeepPartialEntity<E>);
  }

  /** @returns how many rows matched. */
  protected async update(realm: RealmRef, where: Where<E>, changes: Partial<Omit<E, 'realmId'>>): Promise<number> {
    const { affected } = await this.rows().update(within<E>(realm, where), changes as QueryDeepPartialEntity<E>);
    return affected ?? 0;
  }

  /** @returns how many rows matched. */
  protected async delete(realm: RealmRef, where: Where<E>): Promise<number> {
    const { affected } = await this.rows().delete(within<E>(realm, where));
    return affected ?? 0;
  }

  private rows(): Repository<E> {
    return this.sql.manager.getRepository(this.entity);
  }
}

const within = <E extends RealmRow>(realm: RealmRef, where: Where<E>): FindOptionsWhere<E> =>
  ({ ...where, realmId: realm.id }) as FindOptionsWhere<E>;
