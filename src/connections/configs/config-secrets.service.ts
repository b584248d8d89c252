import { Injectable } from '@nestjs/common';
import type { RealmRef } from '../../database/realm-ref.js';
import type { BoundValue } from '../templates/bound-variables.js';
import { ConfigTexts } from './config-texts.service.js';
import type { ConnectionConfig } from './config.types.js';
import { ConfigsRepository } from './configs.repository.js';

/** Client secrets, for those who call a provider and for nobody else. */
@Injectable()
export class ConfigSecrets {
  constructor(
    private readonly configs: ConfigsRepository,
    private readonly texts: ConfigTexts,
  ) {}

  /**
   * That of this very version, and where it may be sent; null when it has none of its own: then the setting `client_secret`
   * may have it.
   */
  async open(realm: RealmRef, { id, version, clientSecret }: ConnectionConfig): Promise<BoundValue | null> {
    const stored = clientSecret.set ? await this.configs.findVersion(realm, id, version) : null;
    return stored && this.texts.openSecret(realm, stored);
  }
}
