import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import 'reflect-metadata';
import { ConnectionTokens } from '../../src/connections/vault/connection-tokens.service.js';
import { atOnce } from './at-once.js';
import { anotherVault } from './vault.js';

/** So many callers at once ask for a token of one connection. */
export interface VaultOrder {
  readonly connectionId: string;
  readonly callers: number;
}

/** What one caller was given, or why nothing. */
export interface VaultAnswer {
  readonly accessToken?: string;
  readonly version?: number;
  readonly error?: string;
}

/** Another process of the server, on the same database. */
export class VaultNode {
  private constructor(private readonly child: ChildProcess) {}

  static async open(url: string, env: Record<string, string>): Promise<VaultNode> {
    const child = fork(join(process.cwd(), 'test', 'support', 'vault-worker.mjs'), [url, JSON.stringify(env)]);
    await once(child, 'message');
    return new VaultNode(child);
  }

  async ask(order: VaultOrder): Promise<VaultAnswer[]> {
    this.child.send(order);
    const [answers] = (await once(this.child, 'message')) as [VaultAnswer[]];
    return answers;
  }

  /** Without waiting for what comes of it. */
  begin(order: VaultOrder): void {
    this.child.send(order);
  }

  /** `kill -9`. */
  async kill(): Promise<void> {
    const exit = once(this.child, 'exit');
    this.child.kill('SIGKILL');
    await exit;
  }

  async stop(): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    const exit = once(this.child, 'exit');
    this.child.disconnect();
    await exit;
  }
}

/** The other side of {@link VaultNode}. */
export async function serveVaultNode(): Promise<void> {
  const [url = '', env = '{}'] = process.argv.slice(2);
  const { domain, realm } = await anotherVault(url, JSON.parse(env) as Record<string, string>);
  const tokens = domain.get(ConnectionTokens);
  const one = async (id: string): Promise<VaultAnswer> => {
    try {
      const { accessToken, version } = await tokens.fresh(realm, { id });
      return { accessToken, version };
    } catch (error) {
      return { error: String(error) };
    }
  };
  process.on('message', ({ connectionId, callers }: VaultOrder) => {
    void atOnce(callers, () => one(connectionId)).then((answers) => process.send?.(answers));
  });
  process.on('disconnect', () => void domain.close());
  process.send?.('ready');
}
