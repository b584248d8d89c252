import { setTimeout as sleep } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { Clock } from '../kernel/clock.js';
import { Random } from '../kernel/random.js';
import { DatabaseError } from './database-error.js';
import { Sql } from './sql.js';
import { isDuplicate } from './storage-fault.js';

/** A node that died is waited for so long. Clocks of nodes may differ by less. */
const LEASE_MS = 60_000;
const RENEW_MS = 10_000;
const POLL_MS = 250;
const PATIENCE_MS = 5 * 60_000;

const TABLE =
  'CREATE TABLE IF NOT EXISTS migration_lock (name varchar(20) NOT NULL, holder varchar(43) NOT NULL,' +
  ' leaseUntil bigint NOT NULL, PRIMARY KEY (name))';

/**
 * Lets one node at a time change the tables: a row that is claimed by one conditional statement, under a lease that ends
 * by itself when its holder dies. (`GET_LOCK` holds on one node of a Galera cluster only.)
 */
@Injectable()
export class MigrationLock {
  constructor(
    private readonly sql: Sql,
    private readonly clock: Clock,
    private readonly random: Random,
  ) {}

  async hold<T>(work: () => Promise<T>): Promise<T> {
    const holder = this.random.secret();
    await this.sql.execute(TABLE);
    await this.claim(holder);
    const renewal = setInterval(() => void this.renew(holder).catch(() => undefined), RENEW_MS);
    try {
      return await work();
    } finally {
      clearInterval(renewal);
      await this.release(holder);
    }
  }

  private async claim(holder: string): Promise<void> {
    const giveUp = performance.now() + PATIENCE_MS;
    while (!((await this.insert(holder)) || (await this.takeOver(holder)))) {
      if (performance.now() > giveUp) {
        throw new DatabaseError(
          'fault',
          'MIGRATION_LOCK',
          'another server has been migrating the database for too long',
        );
      }
      await sleep(POLL_MS);
    }
  }

  private async insert(holder: string): Promise<boolean> {
    try {
      await this.sql.insert('migration_lock', [{ name: 'migrations', holder, leaseUntil: this.leaseEnd() }]);
      return true;
    } catch (error) {
      if (isDuplicate(error)) return false;
      throw error;
    }
  }

  private async takeOver(holder: string): Promise<boolean> {
    const claimed = await this.sql.execute(
      "UPDATE migration_lock SET holder = ?, leaseUntil = ? WHERE name = 'migrations' AND leaseUntil < ?",
      [holder, this.leaseEnd(), this.clock.now()],
    );
    return claimed === 1;
  }

  private async renew(holder: string): Promise<void> {
    await this.sql.execute("UPDATE migration_lock SET leaseUntil = ? WHERE name = 'migrations' AND holder = ?", [
      this.leaseEnd(),
      holder,
    ]);
  }

  private async release(holder: string): Promise<void> {
    await this.sql.execute("DELETE FROM migration_lock WHERE name = 'migrations' AND holder = ?", [holder]);
  }

  private leaseEnd(): number {
    return this.clock.now() + LEASE_MS;
  }
}
