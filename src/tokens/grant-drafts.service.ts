import { Injectable } from '@nestjs/common';
import type { Client } from '../clients/client.types.js';
import type { TableRow } from '../database/group-commit.js';
import { Ids } from '../kernel/ids.js';
import type { Realm } from '../realms/realm.types.js';
import type { User } from '../users/user.types.js';
import { allowedResources } from './audience.rules.js';
import { toGrantRow } from './grant.mapper.js';
import type { Grant } from './grant.types.js';
import { grantEnd } from './lifetime.rules.js';
import { RefreshHandles, type RefreshHandle } from './refresh-handles.service.js';
import type { GrantStart } from './token.types.js';

/** A grant that is in force once its rows are committed. */
export interface GrantDraft {
  readonly grant: Grant;
  readonly refresh?: RefreshHandle;
  readonly rows: readonly TableRow[];
}

@Injectable()
export class GrantDrafts {
  constructor(
    private readonly refreshHandles: RefreshHandles,
    private readonly ids: Ids,
  ) {}

  /** @throws OAuthError `invalid_target` */
  draft(realm: Realm, client: Client, user: User | null, start: GrantStart): GrantDraft {
    const grant = this.newGrant(realm, client, user, start);
    const row = toGrantRow(realm, grant);
    if (!start.withRefresh) return { grant, rows: [row] };
    const refresh = this.refreshHandles.first(realm, client, grant);
    return { grant, refresh, rows: [row, refresh.row] };
  }

  private newGrant(realm: Realm, client: Client, user: User | null, start: GrantStart): Grant {
    return {
      id: this.ids.next(start.at),
      clientId: client.id,
      userId: user?.id ?? null,
      scope: start.scope,
      resources: allowedResources(client, start.resources),
      sessionId: start.sessionId ?? null,
      generation: 0,
      policy: start.policy ?? {},
      attributes: start.attributes ?? {},
      createdAt: start.at,
      expiresAt: grantEnd(realm, client, start.at, start),
      revokedAt: null,
    };
  }
}
