import { Injectable } from '@nestjs/common';
import { hmacSha256 } from '../kernel/digest.js';
import { ServerSecretsService } from './server-secrets.service.js';

/** Names a user by something that nobody can lead back to the user, nor compare with what others are told. */
@Injectable()
export class SubjectPseudonyms {
  constructor(private readonly secrets: ServerSecretsService) {}

  /** 43 characters of base64url; the same for the same three on every node, for ever. */
  of(realmId: string, sector: string, userId: string): string {
    const parts = JSON.stringify([realmId, sector, userId]);
    return hmacSha256(this.secrets.key('pairwise-subject'), parts).toString('base64url');
  }
}
