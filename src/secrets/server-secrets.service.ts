import { Injectable, OnModuleInit } from '@nestjs/common';
import { isDuplicate } from '../database/storage-fault.js';
import { Random } from '../kernel/random.js';
import { Sealer } from '../kernel/seal.js';
import { ServerSecretsRepository } from './server-secrets.repository.js';

/**
 * `pepper` keys the hashes of client secrets and realm keys, `refresh-successor` the derivation of refresh tokens and
 * `kept-pair` that of pairs which are given again, `pairwise-subject` the names under which clients know users,
 * `grant-fingerprint` what tells equal grants of providers.
 */
export const SERVER_SECRETS = [
  'grant-fingerprint',
  'kept-pair',
  'pairwise-subject',
  'pepper',
  'refresh-successor',
] as const;
export type ServerSecretName = (typeof SERVER_SECRETS)[number];

const KEY_BYTES = 32;

/**
 * Random keys of the server, made at its first start and the same on every node ever after. `MASTER_KEY` only seals
 * them, so that a new one changes no hash that was made with them.
 */
@Injectable()
export class ServerSecretsService implements OnModuleInit {
  private readonly keys = new Map<ServerSecretName, Buffer>();

  constructor(
    private readonly rows: ServerSecretsRepository,
    private readonly sealer: Sealer,
    private readonly random: Random,
  ) {}

  /** @throws SealError naming the key that `MASTER_KEY` lacks: without these secrets nothing can be verified. */
  async onModuleInit(): Promise<void> {
    for (const name of SERVER_SECRETS) this.keys.set(name, await this.load(name));
  }

  key(name: ServerSecretName): Buffer {
    const key = this.keys.get(name);
    if (!key) throw new Error(`The server secret ${name} is asked for before it is loaded.`);
    return key;
  }

  private async load(name: ServerSecretName): Promise<Buffer> {
    const row = (await this.rows.find(name)) ?? (await this.make(name));
    const key = this.sealer.open(row.sealed, sealedAs(name));
    if (!this.sealer.isCurrent(row.sealed)) await this.rows.replace(row, this.sealer.seal(key, sealedAs(name)));
    return key;
  }

  private async make(name: ServerSecretName): Promise<{ name: string; sealed: string }> {
    const row = { name, sealed: this.sealer.seal(this.random.bytes(KEY_BYTES), sealedAs(name)) };
    try {
      await this.rows.insert(row);
      return row;
    } catch (error) {
      const winner = isDuplicate(error) ? await this.rows.find(name) : null;
      if (winner) return winner;
      throw error;
    }
  }
}

const sealedAs = (name: ServerSecretName): string => `server secret ${name}`;
