import { Logger } from '@nestjs/common';
import type { ReadinessCheck } from './readiness-check.js';

export type CheckResult = 'ok' | 'failed';

export interface Readiness {
  readonly ready: boolean;
  readonly checks: Readonly<Record<string, CheckResult>>;
}

/** Milliseconds; whoever probes has a time-out too, and a check that hangs has failed. */
const DEADLINE = 2_000;

export class ReadinessService {
  private readonly logger = new Logger('Readiness');

  constructor(private readonly checks: readonly ReadinessCheck[]) {}

  async read(): Promise<Readiness> {
    const results = await Promise.all(this.checks.map(async (check) => [check.name, await this.run(check)] as const));
    return { ready: results.every(([, result]) => result === 'ok'), checks: Object.fromEntries(results) };
  }

  /** Why it failed is for the log: probes are answered to anyone. */
  private async run(check: ReadinessCheck): Promise<CheckResult> {
    try {
      await within(DEADLINE, check.check());
      return 'ok';
    } catch (error) {
      this.logger.warn(`The check of ${check.name} failed`, error);
      return 'failed';
    }
  }
}

function within(milliseconds: number, work: Promise<void>): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`No answer within ${milliseconds} ms`)), milliseconds);
    work.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}
