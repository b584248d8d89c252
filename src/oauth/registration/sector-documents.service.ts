import { Injectable } from '@nestjs/common';
import { Egress } from '../../egress/egress.service.js';
import { badMetadata } from './registration-errors.js';

/**
 * Sector documents, which have to name every redirect URI of a client that refers to them: without that, any client could
 * see the users of another one under the same pairwise subject (OpenID Connect Registration section 5, requirement 82).
 */
@Injectable()
export class SectorDocuments {
  constructor(private readonly egress: Egress) {}

  /** @throws OAuthError `invalid_client_metadata` */
  async check(uri: string, redirectUris: readonly string[]): Promise<void> {
    const listed = await this.read(uri);
    if (!listed) throw badMetadata('sector_identifier_uri is no list of redirect URIs that can be read.');
    if (!redirectUris.every((redirectUri) => listed.includes(redirectUri)))
      throw badMetadata('sector_identifier_uri does not name every one of redirect_uris.');
  }

  private async read(uri: string): Promise<readonly unknown[] | null> {
    try {
      const { status, body } = await this.egress.fetch(uri, { purpose: 'sector_identifier_uri' });
      const listed: unknown = status === 200 ? JSON.parse(body.toString()) : null;
      return Array.isArray(listed) ? listed : null;
    } catch {
      return null;
    }
  }
}
