import { Injectable } from '@nestjs/common';
import { Clock } from '../kernel/clock.js';
import { equalInConstantTime } from '../kernel/digest.js';
import { DomainError } from '../kernel/domain-error.js';
import { Ids } from '../kernel/ids.js';
import { Random } from '../kernel/random.js';
import type { RealmRef } from '../database/realm-ref.js';
import { CLIENT_AUTH_METHODS } from '../protocol/names.js';
import type { Realm } from '../realms/realm.types.js';
import { RealmDataKeys } from '../realms/realm-data-keys.js';
import { RealmsService } from '../realms/realms.service.js';
import { SecretHasher } from '../secrets/secret-hasher.js';
import type { Client, StoredSecret } from './client.types.js';

/** So that one can be rolled out while the other still works, and none is forgotten. */
const MAX_LIVE = 2;
const TOO_MANY = `The client has ${MAX_LIVE} live secrets already. Wait until one ends, or end them now with expireOthersIn=0.`;
const SECRET = /^[\x20-\x7e]{16,256}$/;
/** Characters, and so bytes, of a secret that signs by HMAC: as many as SHA-256 has (RFC 7518 section 3.2, requirement 45). */
const MIN_SIGNING = 32;
const TOO_SHORT = `has to have ${MIN_SIGNING} characters or more for ${CLIENT_AUTH_METHODS.secretJwt}`;

const sealedAs = (realm: RealmRef, { id }: StoredSecret): string => `client secret ${id} of realm ${realm.id}`;

/** Makes, adds and compares client secrets; only their keyed hashes are kept. */
@Injectable()
export class ClientSecrets {
  constructor(
    private readonly hasher: SecretHasher,
    private readonly realms: RealmsService,
    private readonly random: Random,
    private readonly ids: Ids,
    private readonly clock: Clock,
    private readonly dataKeys: RealmDataKeys,
  ) {}

  generate(): string {
    return this.random.secret();
  }

  /** @throws DomainError `invalid` */
  store(secret: string, field: string): StoredSecret {
    if (!SECRET.test(secret)) throw DomainError.invalid(field, 'has to be 16 to 256 printable ASCII characters');
    const createdAt = this.clock.now();
    return {
      id: this.ids.next(createdAt),
      hash: this.hasher.hash(secret).toString('base64url'),
      createdAt,
      expiresAt: null,
    };
  }

  /** As `store`, for a client; sealed beside its hash where the client signs with it. @throws DomainError `invalid` */
  async keep(realm: RealmRef, client: Client, secret: string, field: string): Promise<StoredSecret> {
    const stored = this.store(secret, field);
    if (!signsWithSecret(client)) return stored;
    if (secret.length < MIN_SIGNING) throw DomainError.invalid(field, TOO_SHORT);
    const sealer = await this.dataKeys.sealerOf(realm);
    return { ...stored, sealed: sealer.seal(Buffer.from(secret), sealedAs(realm, stored)) };
  }

  /** The live secrets that the client signs with; one that it was given before it was registered to sign is none of them. */
  async signing(realm: RealmRef, client: Client): Promise<Buffer[]> {
    const live = signsWithSecret(client) ? this.live(client).filter(({ sealed }) => sealed !== undefined) : [];
    if (live.length === 0) return [];
    const sealer = await this.dataKeys.sealerOf(realm);
    return live.map((secret) => sealer.open(secret.sealed as string, sealedAs(realm, secret)));
  }

  /** Those that still authenticate the client. */
  live({ secrets }: Client): StoredSecret[] {
    const now = this.clock.now();
    return secrets.filter((secret) => isLive(secret, now));
  }

  /**
   * @param expireOthersIn seconds after which the secrets there were end; they stay without it.
   * @throws DomainError `conflict` when that would make three live ones.
   */
  add(secrets: readonly StoredSecret[], added: StoredSecret, expireOthersIn?: number): StoredSecret[] {
    const now = this.clock.now();
    const end = expireOthersIn === undefined ? Infinity : now + expireOthersIn * 1000;
    const others = secrets.map((secret) => endingBy(secret, end)).filter((secret) => isLive(secret, now));
    if (others.length >= MAX_LIVE) throw DomainError.conflict(TOO_MANY);
    return [...others, added];
  }

  /**
   * Whether the secret is one of the client's own that are live, or, for a confidential client that has none of its own,
   * the realm key. Takes as long for no client as for one.
   */
  verify(realm: Realm, client: Client | null, presented: string): boolean {
    if (client && client.secrets.length === 0) {
      return this.realms.verifyKey(realm, presented) && client.type === 'confidential';
    }
    const hash = this.hasher.hash(presented);
    const now = this.clock.now();
    const matching = (client?.secrets ?? []).filter(
      (secret) => equalInConstantTime(hash, Buffer.from(secret.hash, 'base64url')) && isLive(secret, now),
    );
    return matching.length > 0 && client?.type === 'confidential';
  }
}

const KEY_METHODS: readonly string[] = [CLIENT_AUTH_METHODS.basic, CLIENT_AUTH_METHODS.post];

/** Whether the key of the realm proves the client: it is confidential and has no secret of its own, not even an expired one. */
export const takesRealmKey = ({ type, secrets, tokenEndpointAuthMethods: methods }: Client): boolean =>
  type === 'confidential' && secrets.length === 0 && methods.some((method) => KEY_METHODS.includes(method));

const signsWithSecret = ({ tokenEndpointAuthMethods }: Client): boolean =>
  tokenEndpointAuthMethods.includes(CLIENT_AUTH_METHODS.secretJwt);

const isLive = ({ expiresAt }: StoredSecret, now: number): boolean => expiresAt === null || expiresAt > now;

const endingBy = (secret: StoredSecret, end: number): StoredSecret =>
  Number.isFinite(end) ? { ...secret, expiresAt: Math.min(secret.expiresAt ?? end, end) } : secret;
