import { Injectable } from '@nestjs/common';
import { hmacSha256 } from '../kernel/digest.js';
import { ServerSecretsService } from './server-secrets.service.js';

/** Tells equal grants of other servers by something that leads back to none of them. */
@Injectable()
export class GrantFingerprints {
  constructor(private readonly secrets: ServerSecretsService) {}

  /** 32 bytes; the same for the same parts on every node, for ever. */
  of(...parts: readonly string[]): Buffer {
    return hmacSha256(this.secrets.key('grant-fingerprint'), JSON.stringify(parts));
  }
}
