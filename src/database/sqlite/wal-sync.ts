import { closeSync, fdatasync, openSync } from 'node:fs';
import { promisify } from 'node:util';
import { DatabaseError } from '../database-error.js';

/** Brings everything that was written to one file to the disk. */
export interface SyncedFile {
  sync(): Promise<void>;
  close(): void;
}

/**
 * Makes commits durable beside the thread that answers requests. SQLite itself would wait for the disk in that thread,
 * once for each commit. With `synchronous = NORMAL` a commit is whole in the write-ahead log and may be lost with the
 * power, but nothing else is; a sync of the log's file after it is what FULL would have done. Whoever commits is
 * answered after that.
 */
export class WalSync {
  private file: SyncedFile | null = null;
  private running: Promise<void> | null = null;
  private next: Promise<void> | null = null;
  private failure: DatabaseError | null = null;

  /** @param open the log's file, which is there once something was written. */
  constructor(private readonly open: () => SyncedFile) {}

  /**
   * Resolves when everything that was committed before the call is on the disk. Calls of the same time share a sync.
   *
   * @throws DatabaseError a fault, from the first sync that fails on: after one, a system may forget what it did not
   * write and call the next one a success.
   */
  durable(): Promise<void> {
    // A sync that is under way may have begun before this caller's commit: only the one after it is sure to hold it.
    this.next ??= this.afterRunning();
    return this.next;
  }

  close(): void {
    this.file?.close();
    this.file = null;
  }

  private async afterRunning(): Promise<void> {
    await this.running?.catch(() => undefined);
    this.next = null;
    this.running = this.sync();
    return this.running;
  }

  private async sync(): Promise<void> {
    if (this.failure) throw this.failure;
    try {
      this.file ??= this.open();
      await this.file.sync();
    } catch (error) {
      this.failure = new DatabaseError(
        'fault',
        (error as NodeJS.ErrnoException).code ?? 'SYNC',
        'the disk took no write',
      );
      throw this.failure;
    }
  }
}

const sync = promisify(fdatasync);

/** The write-ahead log of a database file; nothing for a database that is in memory alone. */
export function walOf(file: string): SyncedFile {
  if (file === ':memory:') return { sync: () => Promise.resolve(), close: () => undefined };
  const descriptor = openSync(`${file}-wal`, 'r+');
  return { sync: () => sync(descriptor), close: () => closeSync(descriptor) };
}
