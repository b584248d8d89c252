import { Injectable } from '@nestjs/common';
import { Egress } from '../../egress/egress.service.js';
import type { EgressResponse } from '../../egress/egress.types.js';
import { BoundedMap } from '../../kernel/bounded-map.js';
import { Clock } from '../../kernel/clock.js';
import type { Jwk } from './key-selection.js';

interface KeptSet {
  readonly keys: Promise<readonly Jwk[]>;
  /** UTC milliseconds, all three. */
  readonly fetchedAt: number;
  readonly freshUntil: number;
}

const MAX_SETS = 1000;
const MAX_KEYS = 100;
/** Milliseconds: how long a set is kept where it does not say, and what it may say. */
const KEPT = { usual: 300_000, least: 60_000, most: 3_600_000 };
/** So that requests with invented key ids cannot make this server call out again and again. */
const REFETCH_AFTER = 10_000;

/**
 * The key sets that clients publish (`jwks_uri`), fetched when one is needed and never before. Kept for a bounded time, and
 * fetched again early for a key that is not in them yet: clients rotate their keys without telling.
 */
@Injectable()
export class RemoteKeySets {
  private readonly sets = new BoundedMap<string, KeptSet>(MAX_SETS);

  constructor(
    private readonly egress: Egress,
    private readonly clock: Clock,
  ) {}

  /** None where the set cannot be had. */
  get(uri: string): Promise<readonly Jwk[]> {
    const kept = this.sets.get(uri);
    return kept && this.clock.now() < kept.freshUntil ? kept.keys : this.fetch(uri);
  }

  /** The set as it is published now, for a key that the one at hand lacks; null when that one is too young to ask again. */
  async getAnew(uri: string): Promise<readonly Jwk[] | null> {
    const kept = this.sets.get(uri);
    if (kept && this.clock.now() < kept.fetchedAt + REFETCH_AFTER) return null;
    return this.fetch(uri);
  }

  /** Who asks while it is under way waits for the same answer. */
  private fetch(uri: string): Promise<readonly Jwk[]> {
    const fetchedAt = this.clock.now();
    const response = this.egress.fetch(uri, { purpose: 'jwks_uri' }).catch(() => null);
    const keys = response.then(readKeys);
    this.sets.set(uri, { keys, fetchedAt, freshUntil: fetchedAt + REFETCH_AFTER });
    void response.then((answer) => {
      if (answer?.status === 200) this.sets.set(uri, { keys, fetchedAt, freshUntil: fetchedAt + lifetimeOf(answer) });
    });
    return keys;
  }
}

function lifetimeOf({ headers }: EgressResponse): number {
  const seconds = /(?:^|[\s,])max-age=(\d{1,9})/i.exec(headers['cache-control'] ?? '')?.[1];
  const wanted = seconds === undefined ? KEPT.usual : Number(seconds) * 1000;
  return Math.min(Math.max(wanted, KEPT.least), KEPT.most);
}

function readKeys(response: EgressResponse | null): readonly Jwk[] {
  if (response?.status !== 200) return [];
  try {
    const { keys } = JSON.parse(response.body.toString()) as { keys?: unknown };
    const list: unknown[] = Array.isArray(keys) ? keys : [];
    return list.slice(0, MAX_KEYS).filter((key): key is Jwk => typeof key === 'object' && key !== null);
  } catch {
    return [];
  }
}
