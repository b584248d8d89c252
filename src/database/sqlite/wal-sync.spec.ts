import { isStorageFault } from '../storage-fault.js';
import { WalSync, type SyncedFile } from './wal-sync.js';

/** A disk that finishes each sync when it is told to. */
class SlowDisk implements SyncedFile {
  readonly started: { finish: () => void; fail: (error: Error) => void }[] = [];
  closed = false;

  sync(): Promise<void> {
    return new Promise((finish, fail) => this.started.push({ finish, fail }));
  }

  close(): void {
    this.closed = true;
  }
}

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

async function settled(promise: Promise<unknown>): Promise<boolean> {
  let done = false;
  promise.then(
    () => (done = true),
    () => (done = true),
  );
  await turn();
  return done;
}

describe('the sync of the write-ahead log', () => {
  it('req 58: answers no caller before the disk has its commit', async () => {
    const disk = new SlowDisk();
    const durable = new WalSync(() => disk).durable();
    expect(await settled(durable)).toBe(false);
    disk.started[0]?.finish();
    expect(await settled(durable)).toBe(true);
  });

  it('is shared by the commits of the same time', async () => {
    const disk = new SlowDisk();
    const wal = new WalSync(() => disk);
    const all = Promise.all([wal.durable(), wal.durable(), wal.durable()]);
    await turn();
    expect(disk.started).toHaveLength(1);
    disk.started[0]?.finish();
    await all;
  });

  it('is another one for a commit that came while it ran', async () => {
    const disk = new SlowDisk();
    const wal = new WalSync(() => disk);
    const first = wal.durable();
    await turn();
    const later = wal.durable();
    await turn();
    expect(disk.started).toHaveLength(1);
    disk.started[0]?.finish();
    await first;
    expect(await settled(later)).toBe(false);
    expect(disk.started).toHaveLength(2);
    disk.started[1]?.finish();
    await later;
  });

  it('is a storage fault from its first failure on: a later success would prove nothing', async () => {
    const disk = new SlowDisk();
    const wal = new WalSync(() => disk);
    const [first, shared] = [wal.durable(), wal.durable()];
    await turn();
    const waiting = wal.durable();
    disk.started[0]?.fail(Object.assign(new Error('i/o error'), { code: 'EIO' }));
    const outcomes = await Promise.allSettled([first, shared, waiting, wal.durable()]);
    expect(outcomes.map(({ status }) => status)).toEqual(Array(4).fill('rejected'));
    expect(outcomes.every((outcome) => isStorageFault((outcome as PromiseRejectedResult).reason))).toBe(true);
    expect(disk.started).toHaveLength(1);
  });

  it('opens the file once, and closes it', async () => {
    const disk = new SlowDisk();
    let opened = 0;
    const wal = new WalSync(() => {
      opened += 1;
      return disk;
    });
    for (const index of [0, 1]) {
      const durable = wal.durable();
      await turn();
      disk.started[index]?.finish();
      await durable;
    }
    wal.close();
    expect([opened, disk.closed]).toEqual([1, true]);
  });
});
