import { Injectable } from '@nestjs/common';
import { invalidRequest } from '../../protocol/oauth-error.js';
import type { Realm } from '../../realms/realm.types.js';
import { RealmsService } from '../../realms/realms.service.js';

/** What the address of a sign-in says of its realm. */
export interface AuthorizedRealm {
  /** As the path names it; absent at the dialect's own path. */
  readonly ofPath?: string;
  /** In this dialect the realm is its own client. */
  readonly clientId?: string;
}

/** Finds the realm that a browser is to sign in to. */
@Injectable()
export class OnesaitRealms {
  constructor(private readonly realms: RealmsService) {}

  /**
   * @throws OAuthError `invalid_request` for a client that is no realm, or not that of the path.
   * @throws DomainError `not_found` for a path below a realm that is unknown or disabled.
   */
  async ofBrowser({ ofPath, clientId }: AuthorizedRealm): Promise<Realm> {
    const bound = ofPath === undefined ? null : await this.realms.getEnabled(ofPath);
    const realm = bound ?? (clientId === undefined ? null : await this.realms.find(clientId));
    if (realm?.enabled && realm.name === clientId) return realm;
    throw invalidRequest('The client_id is not that of a realm.');
  }
}
