import { Injectable } from '@nestjs/common';
import { CoalescedRead } from '../database/coalesced-read.js';
import type { RealmRef } from '../database/realm-ref.js';
import { Sql } from '../database/sql.js';
import { placeholders } from '../database/statements.js';
import { isDuplicate } from '../database/storage-fault.js';
import { idToBytes } from '../kernel/ids.js';
import { attemptKey, attemptKeyRange } from './attempt-key.js';
import type { AttemptLimit } from './attempts.types.js';
import { doublings, type Counter } from './waiting.js';

interface CounterRow extends Counter {
  readonly keyHash: Buffer;
}

const textOf = (key: Buffer): string => key.toString('latin1');

/** Milliseconds; parameters: allowance, allowance, doublings, greatest delay, first delay, allowance. */
const DELAY = `CASE WHEN failures + 1 < ? THEN 0 WHEN failures + 1 - ? >= ? THEN ? ELSE ? * (1 << (failures + 1 - ?)) END`;

/**
 * Counts one attempt more. MySQL assigns from left to right and each expression sees what is assigned already, SQLite
 * works from the old row: `failures` is asked by all others and therefore set last.
 */
const CLAIM = `UPDATE attempts SET
    blockedUntil = CASE WHEN failures + 1 < ? THEN blockedUntil ELSE ? + ${DELAY} END,
    expiresAt = CASE WHEN failures + 1 <= ? THEN expiresAt ELSE ? + ${DELAY} END,
    failures = failures + 1
  WHERE keyHash = ? AND realmId = ? AND expiresAt > ? AND blockedUntil <= ?`;

@Injectable()
export class AttemptsRepository {
  private readonly byKey = new CoalescedRead<Buffer, CounterRow>((keys) => this.readMany(keys), textOf);

  constructor(private readonly sql: Sql) {}

  find(realm: RealmRef, limit: AttemptLimit): Promise<Counter | null> {
    return this.byKey.load(attemptKey(realm, limit));
  }

  /** Begins a count at zero; nothing when another node has begun it. */
  async start(realm: RealmRef, limit: AttemptLimit, now: number): Promise<void> {
    const keyHash = attemptKey(realm, limit);
    const expiresAt = now + limit.windowSeconds * 1000;
    const row = { keyHash, realmId: idToBytes(realm.id), failures: 0, blockedUntil: 0, expiresAt };
    await this.sql.insert('attempts', [row]).catch((error: unknown) => {
      if (!isDuplicate(error)) throw error;
    });
  }

  /** Begins a count that is over anew. */
  async restart(realm: RealmRef, limit: AttemptLimit, now: number): Promise<void> {
    const statement =
      'UPDATE attempts SET failures = 0, blockedUntil = 0, expiresAt = ? WHERE keyHash = ? AND realmId = ? AND expiresAt <= ?';
    await this.sql.execute(statement, [now + limit.windowSeconds * 1000, ...place(realm, limit), now]);
  }

  /** Changes the times of a counter that still is as it was read. */
  async correct(realm: RealmRef, limit: AttemptLimit, read: Counter, correct: Counter): Promise<void> {
    const statement =
      'UPDATE attempts SET blockedUntil = ?, expiresAt = ? ' +
      'WHERE keyHash = ? AND realmId = ? AND failures = ? AND blockedUntil = ? AND expiresAt = ?';
    const { failures, blockedUntil, expiresAt } = read;
    const params = [correct.blockedUntil, correct.expiresAt, ...place(realm, limit), failures, blockedUntil, expiresAt];
    await this.sql.execute(statement, params);
  }

  /** @returns false when there is nothing left to claim now, or no count that runs. */
  async claim(realm: RealmRef, limit: AttemptLimit, now: number): Promise<boolean> {
    return (await this.sql.execute(CLAIM, countParameters(realm, limit, now))) === 1;
  }

  /** Takes one attempt back, and the delay that came with it. */
  async release(realm: RealmRef, limit: AttemptLimit): Promise<void> {
    const statement =
      'UPDATE attempts SET blockedUntil = 0, failures = failures - 1 WHERE keyHash = ? AND realmId = ? AND failures > 0';
    await this.sql.execute(statement, place(realm, limit));
  }

  async deleteOf(realm: RealmRef, subject: Pick<AttemptLimit, 'purpose' | 'subject'>): Promise<void> {
    const statement = 'DELETE FROM attempts WHERE keyHash BETWEEN ? AND ? AND realmId = ?';
    await this.sql.execute(statement, [...attemptKeyRange(realm, subject), idToBytes(realm.id)]);
  }

  async deleteAllOf(realm: RealmRef): Promise<void> {
    await this.sql.execute('DELETE FROM attempts WHERE realmId = ?', [idToBytes(realm.id)]);
  }

  private async readMany(keys: Buffer[]): Promise<Map<string, CounterRow>> {
    const statement = `SELECT keyHash, failures, blockedUntil, expiresAt FROM attempts WHERE keyHash IN (${placeholders(keys.length)})`;
    const rows = await this.sql.query<CounterRow>(statement, keys);
    return new Map(rows.map((row) => [textOf(row.keyHash), toCounter(row)]));
  }
}

const place = (realm: RealmRef, limit: AttemptLimit): [Buffer, Buffer] => [
  attemptKey(realm, limit),
  idToBytes(realm.id),
];

function countParameters(realm: RealmRef, limit: AttemptLimit, now: number): unknown[] {
  const { allowance, windowSeconds, firstDelaySeconds, maxDelaySeconds } = limit;
  const first = firstDelaySeconds * 1000;
  const delay = [allowance, allowance, doublings(limit), maxDelaySeconds * 1000, first, allowance];
  const blocked = [allowance, now, ...delay];
  const expires = [allowance, now + windowSeconds * 1000, ...delay];
  return [...blocked, ...expires, ...place(realm, limit), now, now];
}

const toCounter = ({ keyHash, failures, blockedUntil, expiresAt }: CounterRow): CounterRow => ({
  keyHash,
  failures,
  blockedUntil: Number(blockedUntil),
  expiresAt: Number(expiresAt),
});
