import { setTimeout as sleep } from 'node:timers/promises';
import { Injectable, Logger } from '@nestjs/common';
import pLimit from 'p-limit';
import { Clock } from '../../kernel/clock.js';
import { DomainError } from '../../kernel/domain-error.js';
import { ConfigsService } from '../configs/configs.service.js';
import { ConnectionTokens } from './connection-tokens.service.js';
import { ConnectionsRepository, type IdleConnection } from './connections.repository.js';

const HOUR = 60 * 60 * 1000;
const IDLE = 24 * HOUR;
/** Between two refreshes of a grant that is near its end whatever is done. */
const REST = HOUR;
const BATCH = 200;
const HOSTS_AT_ONCE = 8;
/** Five requests a second to one host. */
const SPACING = 200;
const HOST = /^https?:\/\/([^/?#]+)/i;

/** Refreshes what nobody uses, so that its grants do not lapse; no host is asked more often than five times a second. */
@Injectable()
export class IdleSweep {
  private readonly logger = new Logger(IdleSweep.name);
  private readonly limit = pLimit(HOSTS_AT_ONCE);
  private stopped = false;

  constructor(
    private readonly connections: ConnectionsRepository,
    private readonly configs: ConfigsService,
    private readonly tokens: ConnectionTokens,
    private readonly clock: Clock,
  ) {}

  /** One round, of those that have waited longest. @returns how many were looked at */
  async run(): Promise<number> {
    const now = this.clock.now();
    const idle = await this.connections.idle({ now, before: now - IDLE, rested: now - REST }, BATCH);
    const byHost = new Map<string, IdleConnection[]>();
    for (const connection of idle) {
      const host = await this.hostOf(connection);
      byHost.set(host, [...(byHost.get(host) ?? []), connection]);
    }
    await Promise.all([...byHost.values()].map((ofHost) => this.limit(() => this.oneByOne(ofHost))));
    return idle.length;
  }

  /** The round that is under way ends after the connection that it is at. */
  stop(): void {
    this.stopped = true;
  }

  private async oneByOne(connections: readonly IdleConnection[]): Promise<void> {
    for (const connection of connections) {
      if (this.stopped) return;
      await Promise.all([this.refresh(connection), sleep(SPACING)]);
    }
  }

  /** What comes of it is noted with the connection itself. */
  private async refresh({ realm, connectionId, version }: IdleConnection): Promise<void> {
    try {
      await this.tokens.keepAlive(realm, connectionId, version);
    } catch (error) {
      if (!(error instanceof DomainError)) this.logger.warn('An idle connection is refreshed in the next round', error);
    }
  }

  private async hostOf({ realm, configId, configVersion }: IdleConnection): Promise<string> {
    const { refreshUrl, tokenUrl } = await this.configs.version(realm, configId, configVersion);
    const url = refreshUrl ?? tokenUrl;
    return HOST.exec(url)?.[1]?.toLowerCase() ?? url;
  }
}
