import type { RealmRef } from '../database/realm-ref.js';
import { BoundedMap } from '../kernel/bounded-map.js';
import { sha256 } from '../kernel/digest.js';
import type { AttemptLimit } from './attempts.types.js';
import { networkOf } from '../kernel/network.js';

const HALF = 16;
const KEPT_KEYS = 1024;

type Subject = Pick<AttemptLimit, 'purpose' | 'subject'>;
type Counted = Subject & Pick<AttemptLimit, 'address'>;

const digest = (text: string): Buffer => sha256(text).subarray(0, HALF);
const prefixOf = (realm: RealmRef, { purpose, subject }: Subject): Buffer =>
  digest(JSON.stringify([purpose, realm.id, subject]));

const textOf = (realm: RealmRef, { purpose, subject }: Subject, address: string | null): string =>
  JSON.stringify([purpose, realm.id, subject, address]);

/** The length ends the subject, whatever is in it: no other one has this name. */
const nameOf = (realm: RealmRef, { purpose, subject, address }: Counted): string =>
  `${purpose}/${realm.id}/${subject.length}/${subject}${address === null ? '' : `@${address}`}`;

/** By name. Keys are asked for with every token request, and mostly the same few. */
const kept = new BoundedMap<string, Buffer>(KEPT_KEYS);

/**
 * Where a counter is kept, in 32 bytes: half a SHA-256 of purpose, realm and subject, then half a SHA-256 of these and
 * the address, of IPv6 its network. So the counters of one subject, for whatever addresses, stand side by side and are
 * found together.
 */
export function attemptKey(realm: RealmRef, counted: Counted): Buffer {
  const name = nameOf(realm, counted);
  const known = kept.get(name);
  if (known) return known;
  const network = counted.address && networkOf(counted.address);
  const key = Buffer.concat([prefixOf(realm, counted), digest(textOf(realm, counted, network))]);
  kept.set(name, key);
  return key;
}

/** The first and the last key that a subject's counters can have. */
export function attemptKeyRange(realm: RealmRef, subject: Subject): [first: Buffer, last: Buffer] {
  const prefix = prefixOf(realm, subject);
  return [Buffer.concat([prefix, Buffer.alloc(HALF, 0)]), Buffer.concat([prefix, Buffer.alloc(HALF, 0xff)])];
}

/** One order for everybody: transactions that take several counters do not wait for each other in a circle. */
export const inKeyOrder = (realm: RealmRef, limits: readonly AttemptLimit[]): AttemptLimit[] =>
  [...limits].sort((a, b) => Buffer.compare(attemptKey(realm, a), attemptKey(realm, b)));
