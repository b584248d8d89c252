import { Injectable } from '@nestjs/common';
import { AuditService } from '../audit/audit.service.js';
import type { Client } from '../clients/client.types.js';
import { GroupCommit } from '../database/group-commit.js';
import type { Realm } from '../realms/realm.types.js';
import type { User } from '../users/user.types.js';
import { AccessTokens, issuedTokens } from './access-tokens.service.js';
import { allowedResources } from './audience.rules.js';
import { GrantOpenings } from './grant-openings.service.js';
import { KeptPairs } from './kept-pairs.service.js';
import { issuedEvent } from './token-events.js';
import type { ClientIssuance, GrantStart, IssuedTokens } from './token.types.js';
import { UserRecheck } from './user-recheck.service.js';

/** Issues what begins an authorization. All rows of one answer are committed together, before it. */
@Injectable()
export class TokenIssuer {
  constructor(
    private readonly accessTokens: AccessTokens,
    private readonly openings: GrantOpenings,
    private readonly pairs: KeptPairs,
    private readonly recheck: UserRecheck,
    private readonly audit: AuditService,
    private readonly groupCommit: GroupCommit,
  ) {}

  async issueForClient(realm: Realm, client: Client, issuance: ClientIssuance): Promise<IssuedTokens> {
    const { scope, grantType, request } = issuance;
    // A node whose clock is behind that of the client's maker would date it before its client, and nobody would take it.
    const at = Math.max(issuance.at, client.createdAt);
    const resources = allowedResources(client, issuance.resources);
    const acting = { client, user: null, grant: null, generation: 0, scope, resources, at };
    const token = await this.accessTokens.prepare(realm, acting);
    const event = issuedEvent(token, { client, grant: null, grantType, request });
    return this.groupCommit.addWhile([...token.rows, this.audit.row(realm, event)], () => issuedTokens(token, null));
  }

  async startGrant(realm: Realm, client: Client, user: User | null, start: GrantStart): Promise<IssuedTokens> {
    if (user && start.keepPair) return this.startKept(realm, client, user, start);
    const { issued, rows } = await this.openings.prepare(realm, client, user, start);
    await this.groupCommit.add(rows);
    if (user) await this.recheck.confirm(realm, user, issued.grant);
    return issued;
  }

  private async startKept(realm: Realm, client: Client, user: User, start: GrantStart): Promise<IssuedTokens> {
    const { issued, fresh } = await this.pairs.start(realm, client, user, start);
    if (fresh) await this.recheck.confirm(realm, user, issued.grant);
    return issued;
  }
}
