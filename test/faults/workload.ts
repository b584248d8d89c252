import type { OAuthCalls } from './oauth-calls.js';
import { USER } from './tenant.js';

/** What a client knows of an access token that it was given. */
interface AccessTokenRecord {
  readonly value: string;
  /** `unknown`: the revocation was sent, its answer never came. */
  revocation: 'none' | 'acknowledged' | 'unknown';
}

/** What a client knows of its one refresh family. */
interface FamilyRecord {
  /** The newest refresh token that was acknowledged. */
  latest: string;
}

/** One client that issues, revokes and refreshes until its server is gone, and remembers every answer it got. */
export class Worker {
  /** Of its last life; what was judged once is kept apart, for the judgement at the end. */
  recent: AccessTokenRecord[] = [];
  readonly judged: AccessTokenRecord[] = [];
  readonly refusals: string[] = [];

  private constructor(
    private readonly calls: OAuthCalls,
    readonly family: FamilyRecord,
  ) {}

  /** One after the other: logins that are under way count against the wrong passwords a user may try. */
  static async signInAll(calls: OAuthCalls, count: number): Promise<Worker[]> {
    const workers: Worker[] = [];
    while (workers.length < count) workers.push(await Worker.signIn(calls));
    return workers;
  }

  private static async signIn(calls: OAuthCalls): Promise<Worker> {
    const { status, body } = await calls.password(USER.username, USER.password);
    if (status !== 200) throw new Error(`The login was answered ${status} ${JSON.stringify(body)}`);
    return new Worker(calls, { latest: String(body.refresh_token) });
  }

  /** Returns when the connection breaks. */
  async run(): Promise<void> {
    const steps = [() => this.issue(), () => this.refresh(), () => this.issue(), () => this.revoke()];
    try {
      for (let turn = 0; ; turn += 1) await steps[turn % steps.length]?.();
    } catch {
      return;
    }
  }

  private async issue(): Promise<void> {
    const { status, body } = await this.calls.clientCredentials();
    if (status === 200) this.recent.push({ value: String(body.access_token), revocation: 'none' });
    else this.refuse('issue', status, body);
  }

  private async refresh(): Promise<void> {
    const { status, body } = await this.calls.refresh(this.family.latest);
    if (status === 200) this.family.latest = String(body.refresh_token);
    else this.refuse('refresh', status, body);
  }

  private async revoke(): Promise<void> {
    const token = this.recent.find(({ revocation }) => revocation === 'none');
    if (!token) return;
    token.revocation = 'unknown';
    const { status, body } = await this.calls.revoke(token.value);
    if (status === 200) token.revocation = 'acknowledged';
    else this.refuse('revoke', status, body);
  }

  /** A server that is about to die may break a connection, but nothing here deserves a refusal. */
  private refuse(what: string, status: number, body: object): void {
    this.refusals.push(`${what} was answered ${status} ${JSON.stringify(body)}`);
  }
}

/** Replays what the clients remember of the last life against the server: every difference is a broken promise. */
export async function judgeRecent(calls: OAuthCalls, workers: readonly Worker[]): Promise<string[]> {
  const problems = await Promise.all(
    workers.map(async (worker) => {
      const found = [...worker.refusals.splice(0), ...(await judgeTokens(calls, worker.recent))];
      worker.judged.push(...worker.recent.splice(0));
      return [...found, ...(await judgeFamily(calls, worker))];
    }),
  );
  return problems.flat();
}

/** The same for everything they were ever promised. */
export async function judgeAll(calls: OAuthCalls, workers: readonly Worker[]): Promise<string[]> {
  return (await Promise.all(workers.map(({ judged }) => judgeTokens(calls, judged)))).flat();
}

async function judgeTokens(calls: OAuthCalls, tokens: readonly AccessTokenRecord[]): Promise<string[]> {
  const problems: string[] = [];
  for (const { value, revocation } of tokens) {
    if (revocation === 'unknown') continue;
    const active = await calls.isActive(value);
    if (active && revocation === 'acknowledged') problems.push('an acknowledged revocation is lost');
    if (!active && revocation === 'none') problems.push('an acknowledged token is lost');
  }
  return problems;
}

/** Whether or not the last refresh came through, the token it presented is good for a repeat. */
async function judgeFamily(calls: OAuthCalls, { family }: Worker): Promise<string[]> {
  const { status, body } = await calls.refresh(family.latest);
  if (status !== 200) return [`an acknowledged refresh token is refused: ${status} ${JSON.stringify(body)}`];
  family.latest = String(body.refresh_token);
  return [];
}
