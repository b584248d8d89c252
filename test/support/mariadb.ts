import { spawn, execFileSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import mysql from 'mysql2/promise';

const asRoot = process.getuid?.() === 0;

/** A MariaDB server of the tests' own: on a temporary folder and a free port of the loopback interface. */
export class TestMariaDb {
  private process: ChildProcess | null = null;

  private constructor(
    private readonly folder: string,
    readonly port: number,
    private readonly settings: readonly string[],
  ) {}

  /** @param settings further options of `mariadbd`. */
  static async start(settings: readonly string[] = []): Promise<TestMariaDb> {
    const folder = mkdtempSync(join(tmpdir(), 'mariadb-'));
    if (asRoot) execFileSync('chown', ['mysql:mysql', folder]);
    chmodSync(folder, 0o755);
    const server = new TestMariaDb(folder, await freePort(), settings);
    server.install();
    await server.restart();
    return server;
  }

  /** Of the server, without a database. */
  get url(): string {
    return `mysql://root@127.0.0.1:${this.port}/`;
  }

  /** Starts the server again on the same data. */
  async restart(): Promise<void> {
    this.process = spawn(...asMysql('mariadbd', this.options), { stdio: 'ignore', env: this.env });
    process.once('exit', this.killNow);
    for (let tries = 0; tries < 600; tries++) {
      if (this.process.exitCode !== null) throw new Error(`mariadbd ended with ${this.process.exitCode}`);
      if (await this.answers()) return;
      await sleep(25);
    }
    throw new Error('mariadbd did not answer in time');
  }

  /** Ends it in good order, by a signal that it heeds. */
  stop(): Promise<void> {
    return this.end('SIGTERM');
  }

  /** `kill -9`. */
  kill(): Promise<void> {
    return this.end('SIGKILL');
  }

  /** SIGSTOP: connections stay open and nothing answers, from the moment that none of its threads runs any more. */
  async freeze(): Promise<void> {
    const pid = this.process?.pid;
    if (pid === undefined) throw new Error('mariadbd does not run');
    process.kill(pid, 'SIGSTOP');
    while (statesOf(pid).some((state) => state !== 'T')) await sleep(1);
  }

  thaw(): void {
    this.process?.kill('SIGCONT');
  }

  /** Ends it and removes its data. */
  async remove(): Promise<void> {
    await this.kill();
    rmSync(this.folder, { recursive: true, force: true });
  }

  private get data(): string {
    return join(this.folder, 'data');
  }

  /** Each has temporary files of its own: a server that starts removes those that it finds. */
  private get env(): NodeJS.ProcessEnv {
    return { ...process.env, TMPDIR: this.folder };
  }

  private get options(): string[] {
    return [
      '--no-defaults',
      `--datadir=${this.data}`,
      `--port=${this.port}`,
      '--bind-address=127.0.0.1',
      `--socket=${join(this.folder, 'socket')}`,
      `--pid-file=${join(this.folder, 'pid')}`,
      '--skip-name-resolve',
      '--performance-schema=OFF',
      '--innodb-buffer-pool-size=64M',
      '--innodb-log-file-size=32M',
      '--innodb-flush-log-at-trx-commit=1',
      '--character-set-server=utf8mb4',
      '--collation-server=utf8mb4_bin',
      ...this.settings,
    ];
  }

  private install(): void {
    const options = ['--no-defaults', `--datadir=${this.data}`, '--auth-root-authentication-method=normal'];
    const [command, args] = asMysql('mariadb-install-db', [...options, '--skip-test-db', '--skip-log-bin']);
    execFileSync(command, args, { stdio: 'ignore', env: this.env });
  }

  private async answers(): Promise<boolean> {
    try {
      const connection = await mysql.createConnection({ uri: this.url, connectTimeout: 500 });
      await connection.end();
      return true;
    } catch {
      return false;
    }
  }

  private async end(signal: NodeJS.Signals): Promise<void> {
    const running = this.process;
    this.process = null;
    process.removeListener('exit', this.killNow);
    if (!running || running.exitCode !== null || running.signalCode !== null) return;
    const ended = once(running, 'exit');
    running.kill('SIGCONT');
    running.kill(signal);
    await ended;
  }

  private readonly killNow = (): void => {
    this.process?.kill('SIGKILL');
  };
}

/** Runs a command as user `mysql` where we are root, so that it ends when we end, whatever ends us. */
function asMysql(command: string, args: readonly string[]): [string, string[]] {
  const user = asRoot ? ['--reuid=mysql', '--regid=mysql', '--init-groups'] : [];
  return ['setpriv', [...user, '--pdeathsig=KILL', '--', command, ...args]];
}

/** Of the threads of a process: `T` for one that is stopped (proc(5)). */
function statesOf(pid: number): string[] {
  const tasks = `/proc/${pid}/task`;
  return readdirSync(tasks).map(
    (thread) => /^State:\s+(\w)/m.exec(readFileSync(`${tasks}/${thread}/status`, 'utf8'))?.[1] ?? '',
  );
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
