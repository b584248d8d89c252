import { Injectable } from '@nestjs/common';
import { Settings } from '../../config/settings.js';
import type { RealmRef } from '../../database/realm-ref.js';
import { Random } from '../../kernel/random.js';
import { GrantFingerprints } from '../../secrets/grant-fingerprints.js';
import { ConfigHosts } from '../configs/config-hosts.service.js';
import type { ConnectionConfig } from '../configs/config.types.js';
import type { HostPatterns } from '../templates/host-patterns.js';
import type { SealedSecret, SecretColumns } from './connection-secrets.repository.js';
import { dueAtOf } from './expiry.rules.js';
import type { TokenSet } from './token.types.js';
import { VaultSealer } from './vault-sealer.js';

const TABLE = 'connection_secrets';
const LONGEST_RAW = 32 * 1024;

export interface OpenedSecret {
  readonly accessToken: string | null;
  readonly refreshToken: string | null;
  /** Where they may be sent. */
  readonly hosts: HostPatterns;
}

/** Tokens that are to be stored. */
export interface TokensToSeal {
  readonly connectionId: string;
  readonly config: ConnectionConfig;
  readonly accountId: string | null;
  readonly tokens: Omit<TokenSet, 'accessToken'> & { readonly accessToken: string | null };
  readonly at: number;
  /** Where they may be sent; left out, where the config leads now. */
  readonly hosts?: HostPatterns;
}

/** Tokens on their way into their row and out of it. */
@Injectable()
export class TokenSealing {
  constructor(
    private readonly sealer: VaultSealer,
    private readonly fingerprints: GrantFingerprints,
    private readonly hosts: ConfigHosts,
    private readonly settings: Settings,
    private readonly random: Random,
  ) {}

  async seal(realm: RealmRef, toSeal: TokensToSeal): Promise<SecretColumns> {
    const { connectionId, config, accountId, tokens, at } = toSeal;
    const texts = {
      access: tokens.accessToken,
      refresh: tokens.refreshToken,
      raw: Buffer.byteLength(tokens.raw) > LONGEST_RAW ? null : tokens.raw,
    };
    const sealed = await this.sealer.sealRow(realm, { table: TABLE, rowId: connectionId }, texts);
    return {
      ...sealed,
      hosts: toSeal.hosts ?? (await this.hosts.of(realm, config.appId, config)),
      tokenType: tokens.tokenType.slice(0, 32),
      grantFingerprint: this.fingerprintOf(realm, config, accountId, tokens),
      dueAt: this.dueAt(config, tokens.expiresAt, at),
    };
  }

  /** From when on an access token is looked at again before it is used. */
  dueAt({ expiry }: ConnectionConfig, expiresAt: number | null, now: number): number | null {
    return dueAtOf(expiry, { now, expiresAt, marginSeconds: this.settings.connRefreshMarginSeconds }, this.random);
  }

  /** @throws SealError */
  async openAccess(realm: RealmRef, { access, connectionId }: SealedSecret): Promise<string | null> {
    return access === null
      ? null
      : this.sealer.open(realm, { table: TABLE, column: 'access', rowId: connectionId }, access);
  }

  /** @throws SealError */
  async open(realm: RealmRef, secret: SealedSecret): Promise<OpenedSecret> {
    const open = (column: 'access' | 'refresh'): Promise<string> | null => {
      const place = { table: TABLE, column, rowId: secret.connectionId };
      return secret[column] === null ? null : this.sealer.open(realm, place, secret[column]);
    };
    return { accessToken: await open('access'), refreshToken: await open('refresh'), hosts: secret.hosts };
  }

  /** Providers end a whole grant of an account to a client when one token of it is revoked. */
  private fingerprintOf(
    realm: RealmRef,
    config: ConnectionConfig,
    accountId: string | null,
    tokens: Pick<OpenedSecret, 'accessToken' | 'refreshToken'>,
  ): Buffer | null {
    if (accountId !== null) return this.fingerprints.of(realm.id, config.id, 'account', accountId);
    const token = tokens.refreshToken ?? tokens.accessToken;
    return token === null ? null : this.fingerprints.of(realm.id, config.id, 'token', token);
  }
}
