import { Injectable } from '@nestjs/common';
import { CoalescedRead } from '../database/coalesced-read.js';
import type { RealmRef } from '../database/realm-ref.js';
import { isSameState, type RowState } from '../database/row-state.js';
import { Sql } from '../database/sql.js';
import { hex, placeholders } from '../database/statements.js';
import { isInTransaction } from '../database/transaction-slot.js';
import { BoundedMap } from '../kernel/bounded-map.js';
import { idFromHex, idToBytes } from '../kernel/ids.js';
import type { RoleAssociation } from './realm.types.js';

/** The associations that begin in a realm, with the state of its row that they go with. */
interface KnownAssociations {
  readonly associations: readonly RoleAssociation[];
  readonly realm: RowState;
}

interface AssociationRow {
  readonly realmId: string;
  readonly version: number;
  readonly updatedAt: number | string;
  /** Null, as one of the others at least, where there is no association. */
  readonly parentRole: string | null;
  readonly childRealm: string | null;
  readonly childRole: string | null;
}

const NONE: readonly RoleAssociation[] = Object.freeze([]);
const KEPT = 4096;

/**
 * The associations of realms, known by the state of the realm's row as roles are by that of their holder's: what changes
 * them, at either end, changes the row of the realm in which they begin.
 */
@Injectable()
export class KnownAssociationsRepository {
  private readonly known = new BoundedMap<string, KnownAssociations>(KEPT);
  private readonly reads = new CoalescedRead<string, KnownAssociations>(
    (realmIds) => this.readMany(realmIds),
    (realmId) => realmId,
  );

  constructor(private readonly sql: Sql) {}

  /** The oldest first. */
  async allOf(realm: RealmRef & RowState): Promise<readonly RoleAssociation[]> {
    const known = this.known.get(realm.id);
    if (known && isSameState(known.realm, realm)) return known.associations;
    return (await this.reads.load(realm.id))?.associations ?? NONE;
  }

  /** Associations and state in one statement, and nothing kept of what a transaction sees: see HeldRolesRepository. */
  private async readMany(realmIds: readonly string[]): Promise<Map<string, KnownAssociations>> {
    const isProvisional = isInTransaction();
    const rows = await this.sql.query<AssociationRow>(
      `SELECT ${hex('m.id', 'realmId')}, m.version AS version, m.updatedAt AS updatedAt, ` +
        'p.name AS parentRole, c.name AS childRealm, r.name AS childRole FROM realms m ' +
        'LEFT JOIN role_associations a ON a.realmId = m.id LEFT JOIN realm_roles p ON p.id = a.parentRoleId ' +
        'LEFT JOIN realms c ON c.id = a.childRealmId LEFT JOIN realm_roles r ON r.id = a.childRoleId ' +
        `WHERE m.id IN (${placeholders(realmIds.length)}) ORDER BY a.id`,
      realmIds.map(idToBytes),
    );
    const all = new Map<string, { associations: RoleAssociation[]; realm: RowState }>();
    for (const { realmId, version, updatedAt, parentRole, childRealm, childRole } of rows) {
      const id = idFromHex(realmId);
      const known = all.get(id) ?? { associations: [], realm: { version, updatedAt: Number(updatedAt) } };
      all.set(id, known);
      if (parentRole === null || childRealm === null || childRole === null) continue;
      known.associations.push(Object.freeze({ parentRole, childRealm, childRole }));
    }
    if (!isProvisional) for (const [id, known] of all) this.known.set(id, known);
    return all;
  }
}
