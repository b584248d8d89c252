import { Injectable } from '@nestjs/common';
import { CoalescedRead, distinct } from '../database/coalesced-read.js';
import type { RealmRef } from '../database/realm-ref.js';
import { isSameState, type RowState } from '../database/row-state.js';
import { Sql } from '../database/sql.js';
import { hex, placeholders } from '../database/statements.js';
import { isInTransaction } from '../database/transaction-slot.js';
import { BoundedMap } from '../kernel/bounded-map.js';
import { idFromHex, idToBytes } from '../kernel/ids.js';
import type { RoleHolder, SubjectKind } from './realm.types.js';

interface HolderKey {
  readonly realmId: string;
  readonly holderId: string;
}

/** The names of the roles, sorted, with the states of the two rows that they go with. */
interface HeldRoles {
  readonly names: readonly string[];
  readonly holder: RowState;
  readonly realm: RowState;
}

interface HeldRow {
  readonly realmId: string;
  readonly holderId: string;
  readonly version: number;
  readonly updatedAt: number | string;
  readonly realmVersion: number;
  readonly realmUpdatedAt: number | string;
  /** Null for a holder of no role. */
  readonly name: string | null;
}

const TABLES: Readonly<Record<SubjectKind, string>> = { user: 'users', client: 'clients' };
const NONE: readonly string[] = Object.freeze([]);
const KEPT = 20_000;

const nameOf = ({ realmId, holderId }: HolderKey): string => `${realmId}/${holderId}`;

/**
 * Who holds which roles. They are asked for with nearly every token, and change rarely: whatever changes them changes the
 * row of the holder or of the realm too, and whoever asks has just read both. What was read with the same states of the two
 * is taken without asking the database again.
 */
@Injectable()
export class HeldRolesRepository {
  private readonly known = new BoundedMap<string, HeldRoles>(KEPT);
  private readonly reads: Readonly<Record<SubjectKind, CoalescedRead<HolderKey, HeldRoles>>> = {
    user: this.readsOf('user'),
    client: this.readsOf('client'),
  };

  constructor(private readonly sql: Sql) {}

  /** The names of the roles that a user or client of the realm holds, sorted. */
  async namesOf(realm: RealmRef & RowState, kind: SubjectKind, holder: RoleHolder): Promise<readonly string[]> {
    const key = { realmId: realm.id, holderId: holder.id };
    const known = this.known.get(nameOf(key));
    if (known && isSameState(known.holder, holder) && isSameState(known.realm, realm)) return known.names;
    return (await this.reads[kind].load(key))?.names ?? NONE;
  }

  private readsOf(kind: SubjectKind): CoalescedRead<HolderKey, HeldRoles> {
    return new CoalescedRead((keys) => this.readMany(kind, keys), nameOf);
  }

  /** Roles and states in one statement: of a node of a cluster that lags, two might not go with each other. */
  private async readMany(kind: SubjectKind, keys: readonly HolderKey[]): Promise<Map<string, HeldRoles>> {
    const realmIds = distinct(keys.map(({ realmId }) => realmId));
    const statement =
      `SELECT ${hex('s.realmId', 'realmId')}, ${hex('s.id', 'holderId')}, s.version AS version, s.updatedAt AS updatedAt, ` +
      'm.version AS realmVersion, m.updatedAt AS realmUpdatedAt, r.name AS name ' +
      `FROM ${TABLES[kind]} s JOIN realms m ON m.id = s.realmId ` +
      'LEFT JOIN role_assignments a ON a.subjectId = s.id AND a.realmId = s.realmId ' +
      'LEFT JOIN realm_roles r ON r.id = a.roleId AND r.realmId = a.realmId ' +
      `WHERE s.id IN (${placeholders(keys.length)}) AND s.realmId IN (${placeholders(realmIds.length)})`;
    const params = [...keys.map(({ holderId }) => holderId), ...realmIds].map(idToBytes);
    // What a transaction sees may yet be rolled back: other roles may come to be of those states. It may be over by the answer.
    const isProvisional = isInTransaction();
    const held = heldRoles(await this.sql.query<HeldRow>(statement, params));
    if (!isProvisional) for (const [name, roles] of held) this.known.set(name, roles);
    return held;
  }
}

function heldRoles(rows: readonly HeldRow[]): Map<string, HeldRoles> {
  const byHolder = new Map<string, HeldRow[]>();
  for (const row of rows) {
    const name = nameOf({ realmId: idFromHex(row.realmId), holderId: idFromHex(row.holderId) });
    const known = byHolder.get(name);
    if (known) known.push(row);
    else byHolder.set(name, [row]);
  }
  return new Map([...byHolder].map(([name, ofHolder]) => [name, toHeldRoles(ofHolder)]));
}

function toHeldRoles(rows: readonly HeldRow[]): HeldRoles {
  const { version, updatedAt, realmVersion, realmUpdatedAt } = rows[0] as HeldRow;
  const names = rows.flatMap(({ name }) => name ?? []).sort();
  return {
    names: Object.freeze(names),
    holder: { version, updatedAt: Number(updatedAt) },
    realm: { version: realmVersion, updatedAt: Number(realmUpdatedAt) },
  };
}
