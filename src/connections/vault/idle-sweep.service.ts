import { setTimeout as sleep } from 'node:timers/promises';
import { Injectable, Logger } from '@nestjs/common';
import pLimit from 'p-limit';
import { Rounds } from '../../background/rounds.service.js';
import { Settings } from '../../config/settings.js';
import { BoundedMap } from '../../kernel/bounded-map.js';
import { Clock } from '../../kernel/clock.js';
import { DomainError, type DomainErrorCode } from '../../kernel/domain-error.js';
import { SealError } from '../../kernel/seal.js';
import { ConfigsService } from '../configs/configs.service.js';
import { ConnectionTokens } from './connection-tokens.service.js';
import { ConnectionsRepository, type IdleConnection } from './connections.repository.js';

const HOUR = 60 * 60 * 1000;
const IDLE = 24 * HOUR;
/** Between two refreshes of a grant that is near its end whatever is done. */
const REST = HOUR;
const AT_ONCE = 8;
const SECOND = 1000;
/** Of so many unreadable configs it is remembered that they were told of. */
const TOLD = 1000;
const HOST = /^https?:\/\/([^/?#]+)/i;
/** What would fail for the next connection as well. */
const OUT_OF_ORDER: readonly DomainErrorCode[] = ['provider_error', 'provider_timeout', 'unavailable'];

/** Refreshes what nobody uses, so that its grants do not lapse; this process asks no host more often than it may be asked. */
@Injectable()
export class IdleSweep {
  private readonly logger = new Logger(IdleSweep.name);
  private readonly limit = pLimit(AT_ONCE);
  private readonly unreadable = new BoundedMap<string, true>(TOLD);

  constructor(
    private readonly connections: ConnectionsRepository,
    private readonly configs: ConfigsService,
    private readonly tokens: ConnectionTokens,
    private readonly settings: Settings,
    private readonly clock: Clock,
    private readonly rounds: Rounds,
  ) {}

  /** One round; a host that does not serve is left until the next. @returns how many connections were looked at */
  async run(): Promise<number> {
    const now = this.clock.now();
    const left = new Set<string>();
    const limit = this.settings.connSweepRows;
    let seen = 0;
    for (let after: IdleConnection | null = null; !this.rounds.stopped;) {
      const at = { now, before: now - IDLE, rested: now - REST };
      const idle: IdleConnection[] = await this.connections.idle(at, { after, limit });
      await this.refreshAll(idle, left);
      seen += idle.length;
      if (idle.length < limit) break;
      after = idle.at(-1) ?? null;
    }
    return seen;
  }

  private async refreshAll(idle: readonly IdleConnection[], left: Set<string>): Promise<void> {
    const hosts = await this.hostsOf(idle);
    const byHost = new Map<string, IdleConnection[]>();
    for (const connection of idle) {
      const host = hosts.get(versionOf(connection)) ?? null;
      if (host !== null) byHost.set(host, [...(byHost.get(host) ?? []), connection]);
    }
    const rounds = [...byHost].map(([host, ofHost]) => this.limit(() => this.oneByOne(host, ofHost, left)));
    await Promise.all(rounds);
  }

  /** By the versions of configs that the connections go by: each is read once. */
  private async hostsOf(idle: readonly IdleConnection[]): Promise<ReadonlyMap<string, string | null>> {
    const versions = new Map(idle.map((connection) => [versionOf(connection), connection]));
    const read = async (version: string, connection: IdleConnection): Promise<[string, string | null]> => [
      version,
      await this.hostOf(connection),
    ];
    return new Map(await Promise.all([...versions].map((one) => this.limit(() => read(...one)))));
  }

  private async oneByOne(host: string, connections: readonly IdleConnection[], left: Set<string>): Promise<void> {
    const spacing = SECOND / this.settings.connSweepRequestsPerSecond;
    for (const connection of connections) {
      if (this.rounds.stopped || left.has(host)) return;
      const [serves] = await Promise.all([this.refresh(connection), sleep(spacing)]);
      if (!serves) left.add(host);
    }
  }

  /** What comes of it is noted with the connection itself. @returns whether the host may be asked for the next one */
  private async refresh({ realm, connectionId, version }: IdleConnection): Promise<boolean> {
    try {
      await this.tokens.keepAlive(realm, connectionId, version);
      return true;
    } catch (error) {
      if (error instanceof DomainError) return !OUT_OF_ORDER.includes(error.code);
      const cause = error instanceof Error ? error.name : 'unknown';
      this.logger.warn(`Connection ${connectionId}, which is idle, could not be refreshed (${cause})`);
      return true;
    }
  }

  /** Null for a config that does not open: its connections can be refreshed by nobody. */
  private async hostOf({ realm, configId, configVersion }: IdleConnection): Promise<string | null> {
    try {
      const { refreshUrl, tokenUrl } = await this.configs.version(realm, configId, configVersion);
      const url = refreshUrl ?? tokenUrl;
      return HOST.exec(url)?.[1]?.toLowerCase() ?? url;
    } catch (error) {
      if (!(error instanceof SealError || error instanceof DomainError)) throw error;
      this.tellOnce(`Version ${configVersion} of config ${configId} cannot be read (${error.name})`);
      return null;
    }
  }

  private tellOnce(text: string): void {
    if (this.unreadable.get(text) === undefined) this.logger.warn(text);
    this.unreadable.set(text, true);
  }
}

const versionOf = ({ configId, configVersion }: IdleConnection): string => `${configId} ${configVersion}`;
