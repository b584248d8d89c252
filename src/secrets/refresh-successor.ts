import { Injectable } from '@nestjs/common';
import { hmacSha256 } from '../kernel/digest.js';
import { ServerSecretsService } from './server-secrets.service.js';

/**
 * Derives what a refresh token is followed by. Whoever shows the same token again within the grace window can be given
 * the same successor, though the database holds hashes alone.
 */
@Injectable()
export class RefreshSuccessor {
  constructor(private readonly secrets: ServerSecretsService) {}

  /**
   * 43 characters of base64url: as hard to guess as a random value for all who lack the server's key.
   *
   * @param began when the successor's generation did.
   */
  of(value: string, began: number): string {
    return hmacSha256(this.secrets.key('refresh-successor'), `${value} ${began}`).toString('base64url');
  }
}
