import { Injectable } from '@nestjs/common';
import type { RealmRef } from '../../database/realm-ref.js';
import { Sql } from '../../database/sql.js';
import { idFromBytes, idToBytes } from '../../kernel/ids.js';
import type { AuthorizationParameters, AuthorizationRequest, ConsentDecision } from './authorization.types.js';

interface Row {
  readonly id: Buffer;
  readonly clientId: Buffer;
  readonly parameters: string;
  readonly pushedHash: Buffer | null;
  readonly sessionId: Buffer | null;
  readonly loginAt: number | null;
  readonly consent: string | null;
  readonly createdAt: number;
  readonly expiresAt: number;
}

/** What a request is found by, both as hashes. */
export interface RequestKey {
  readonly handleHash: Buffer;
  readonly browserHash: Buffer;
}

const COLUMNS = 'id, clientId, parameters, pushedHash, sessionId, loginAt, consent, createdAt, expiresAt';

/** Requests that wait for their users. What was answered is out of reach. */
@Injectable()
export class AuthorizationRequestsRepository {
  constructor(private readonly sql: Sql) {}

  async add(realm: RealmRef, request: AuthorizationRequest, key: RequestKey): Promise<void> {
    const row = {
      id: idToBytes(request.id),
      realmId: idToBytes(realm.id),
      ...key,
      clientId: idToBytes(request.clientId),
      parameters: JSON.stringify(request.parameters),
      pushedHash: request.pushed === null ? null : Buffer.from(request.pushed, 'base64url'),
      sessionId: null,
      loginAt: null,
      consent: null,
      createdAt: request.createdAt,
      expiresAt: request.expiresAt,
      completedAt: null,
    };
    await this.sql.insert('authorization_requests', [row]);
  }

  async find(
    realm: RealmRef,
    { handleHash, browserHash }: RequestKey,
    now: number,
  ): Promise<AuthorizationRequest | null> {
    const [row] = await this.sql.query<Row>(
      `SELECT ${COLUMNS} FROM authorization_requests WHERE handleHash = ? AND realmId = ? AND browserHash = ? AND completedAt IS NULL AND expiresAt > ?`,
      [handleHash, idToBytes(realm.id), browserHash, now],
    );
    return row ? fromRow(row) : null;
  }

  /** @returns false when it has been answered. */
  recordLogin(realm: RealmRef, id: string, sessionId: string, at: number): Promise<boolean> {
    return this.update(realm, id, 'sessionId = ?, loginAt = ?', [idToBytes(sessionId), at]);
  }

  /** @returns false when it has been answered. */
  recordConsent(realm: RealmRef, id: string, consent: ConsentDecision): Promise<boolean> {
    return this.update(realm, id, 'consent = ?', [JSON.stringify(consent)]);
  }

  /** @returns whether this call was the one that answers it. */
  complete(realm: RealmRef, id: string, at: number): Promise<boolean> {
    return this.update(realm, id, 'completedAt = ?', [at]);
  }

  async deleteAllOf(realm: RealmRef): Promise<void> {
    await this.sql.execute('DELETE FROM authorization_requests WHERE realmId = ?', [idToBytes(realm.id)]);
  }

  private async update(realm: RealmRef, id: string, assignments: string, values: unknown[]): Promise<boolean> {
    const statement = `UPDATE authorization_requests SET ${assignments} WHERE id = ? AND realmId = ? AND completedAt IS NULL`;
    return (await this.sql.execute(statement, [...values, idToBytes(id), idToBytes(realm.id)])) === 1;
  }
}

const fromRow = (row: Row): AuthorizationRequest => ({
  id: idFromBytes(row.id),
  clientId: idFromBytes(row.clientId),
  parameters: JSON.parse(row.parameters) as AuthorizationParameters,
  pushed: row.pushedHash && Buffer.from(row.pushedHash).toString('base64url'),
  sessionId: row.sessionId && idFromBytes(row.sessionId),
  loginAt: row.loginAt === null ? null : Number(row.loginAt),
  consent: row.consent === null ? null : (JSON.parse(row.consent) as ConsentDecision),
  createdAt: Number(row.createdAt),
  expiresAt: Number(row.expiresAt),
});
