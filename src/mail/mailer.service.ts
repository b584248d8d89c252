import { setTimeout as wait } from 'node:timers/promises';
import { Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import pLimit from 'p-limit';
import { Settings } from '../config/settings.js';
import { Ids } from '../kernel/ids.js';
import { fileTransport } from './file-transport.js';
import type { Letter, MailTransport } from './mail.types.js';
import { smtpTransport } from './smtp-transport.js';

const FILE = 'file:';
const FOLDER = 'data/mail';
/** Letters that are written and sent at the same time. */
const CONCURRENCY = 2;
/** Letters that wait for that: more is a flood, and whoever it was for may ask again. */
const MAX_WAITING = 500;
/** Milliseconds that what is under way at the end may take. */
const FAREWELL = 3000;

/**
 * Sends mail after the answer is out. Who asked is told the same, in the same time, whether there was anybody to write to
 * or not (requirement 85); so whatever depends on that belongs into the work that is handed over here.
 */
@Injectable()
export class Mailer implements OnApplicationShutdown {
  private readonly logger = new Logger(Mailer.name);
  private readonly limit = pLimit(CONCURRENCY);
  private readonly underWay = new Set<Promise<void>>();
  private readonly transport: MailTransport | null;

  constructor(settings: Settings, ids: Ids) {
    this.transport = this.open(settings, ids);
  }

  /** Whether there is a way to send mail; where there is none, nothing that needs it is offered. */
  get available(): boolean {
    return this.transport !== null;
  }

  /** @param write makes the letter, or finds that there is none to be sent. */
  post(write: () => Promise<Letter | null>): void {
    if (this.limit.pendingCount >= MAX_WAITING) return this.logger.warn('Too many mails wait: one was not written');
    const sent = this.limit(() => this.deliver(write)).catch((error: unknown) => this.tellFailure(error));
    this.underWay.add(sent);
    void sent.then(() => this.underWay.delete(sent));
  }

  /** Resolves when nothing is under way any more. */
  async idle(): Promise<void> {
    while (this.underWay.size > 0) await Promise.all(this.underWay);
  }

  async onApplicationShutdown(): Promise<void> {
    this.limit.clearQueue();
    await Promise.race([Promise.all(this.underWay), wait(FAREWELL, undefined, { ref: false })]);
    this.transport?.close();
  }

  private async deliver(write: () => Promise<Letter | null>): Promise<void> {
    const letter = await write();
    if (letter) await this.transport?.send(letter);
  }

  /** Mail servers repeat what they refuse: what they say is not for the log, but for its code. */
  private tellFailure(error: unknown): void {
    const { code, name } = error as { code?: unknown; name?: unknown };
    this.logger.warn(`A mail could not be sent: ${String(code ?? name)}`);
  }

  private open(settings: Settings, ids: Ids): MailTransport | null {
    const { mailUrl = settings.isProduction ? null : FILE + FOLDER, publicUrl } = settings;
    const from = settings.mailFrom ?? `no-reply@${new URL(publicUrl).hostname}`;
    if (mailUrl === null) return null;
    if (!mailUrl.startsWith(FILE)) return smtpTransport(mailUrl, from);
    const tell = (path: string): void => this.logger.warn(`A mail was written to ${path}`);
    return fileTransport(mailUrl.slice(FILE.length), from, () => ids.next(), tell);
  }
}
