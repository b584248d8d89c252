import { Injectable } from '@nestjs/common';
import type { Client } from '../../clients/client.types.js';
import { GroupCommit } from '../../database/group-commit.js';
import type { Realm } from '../../realms/realm.types.js';
import type { User } from '../../users/user.types.js';
import type { CodeRedemption, CodeStart, StartedCode } from '../authorization.types.js';
import type { GrantTokens } from '../grant-openings.service.js';
import { CodeDrafts } from './code-drafts.service.js';
import { CodeRedemptions } from './code-redemption.service.js';

/** Authorization codes (RFC 6749 section 4.1). Answers come after the commit of what they promise. */
@Injectable()
export class CodesService {
  constructor(
    private readonly drafts: CodeDrafts,
    private readonly redemptions: CodeRedemptions,
    private readonly groupCommit: GroupCommit,
  ) {}

  /**
   * Records what a user has authorized and gives the code for it. Inside a transaction it belongs to that one.
   *
   * @throws OAuthError `invalid_target` for a resource that the client may not ask for.
   */
  async start(realm: Realm, client: Client, user: User, start: CodeStart): Promise<StartedCode> {
    const { code, grant, rows } = this.drafts.draft(realm, client, user, start);
    await this.groupCommit.add(rows);
    return { code, grant };
  }

  /**
   * The first tokens of the grant. One redemption succeeds. A wrong redirect URI or verifier of the right client uses the
   * code up and ends nothing; another client's attempt changes nothing; a second good one ends the grant.
   *
   * @throws OAuthError `invalid_grant` in the same words for every cause, `invalid_target`
   */
  redeem(realm: Realm, client: Client, presented: string, redemption: CodeRedemption): Promise<GrantTokens> {
    return this.redemptions.redeem(realm, client, presented, redemption);
  }
}
