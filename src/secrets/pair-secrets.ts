import { Injectable } from '@nestjs/common';
import { hmacSha512 } from '../kernel/digest.js';
import { ServerSecretsService } from './server-secrets.service.js';

/** Each 43 characters of base64url: as hard to guess as random values for all who lack the server's key. */
interface SecretsOfPair {
  readonly access: string;
  readonly refresh: string;
}

/** Bytes of each: half of what HMAC-SHA-512 (RFC 2104) makes of a name. */
const HALF = 32;

/** Derives the tokens of grants that give the same pair again and again: nothing of such a pair has to be stored. */
@Injectable()
export class PairSecrets {
  constructor(private readonly secrets: ServerSecretsService) {}

  /** @param name of the pair, which no other one has. */
  of(name: string): SecretsOfPair {
    const bytes = hmacSha512(this.secrets.key('kept-pair'), name);
    return { access: bytes.toString('base64url', 0, HALF), refresh: bytes.toString('base64url', HALF) };
  }
}
