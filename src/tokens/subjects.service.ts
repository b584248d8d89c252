import { Injectable } from '@nestjs/common';
import type { Client } from '../clients/client.types.js';
import { sectorOf } from '../clients/sector.rules.js';
import type { RealmRef } from '../database/realm-ref.js';
import type { Realm } from '../realms/realm.types.js';
import { RolesService } from '../realms/roles.service.js';
import { SubjectPseudonyms } from '../secrets/subject-pseudonyms.js';
import type { User } from '../users/user.types.js';

/** Whom a token speaks of: a user, or without one its client for itself. */
interface Acting {
  readonly client: Client;
  readonly user: Pick<User, 'id'> | null;
}

/** The same with what tells its roles. */
interface Holding {
  readonly client: Client;
  readonly user: User | null;
}

@Injectable()
export class Subjects {
  constructor(
    private readonly pseudonyms: SubjectPseudonyms,
    private readonly roles: RolesService,
  ) {}

  /**
   * The `sub`, the same in access tokens, ID tokens, userinfo and introspection: the user's id, or for a pairwise client a
   * name that other sectors do not see (OpenID Connect Core section 8); of a client for itself its `client_id`.
   */
  of(realm: RealmRef, { client, user }: Acting): string {
    if (!user) return client.clientId;
    return client.subjectType === 'public' ? user.id : this.pseudonyms.of(realm.id, sectorOf(client), user.id);
  }

  /** The roles of the subject. */
  authoritiesOf(realm: Realm, { client, user }: Holding): Promise<readonly string[]> {
    return user ? this.roles.authoritiesOf(realm, 'user', user) : this.roles.authoritiesOf(realm, 'client', client);
  }
}
