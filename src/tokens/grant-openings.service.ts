import { Injectable } from '@nestjs/common';
import { AuditService } from '../audit/audit.service.js';
import type { Client } from '../clients/client.types.js';
import type { TableRow } from '../database/group-commit.js';
import type { Realm } from '../realms/realm.types.js';
import type { User } from '../users/user.types.js';
import { AccessTokens, issuedTokens, type PreparedAccessToken } from './access-tokens.service.js';
import { GrantDrafts } from './grant-drafts.service.js';
import type { Grant } from './grant.types.js';
import { PairHandles } from './pair-handles.service.js';
import { issuedEvent, signInEvent } from './token-events.js';
import type { GrantStart, IssuedTokens } from './token.types.js';

/** The tokens of a grant. */
export type GrantTokens = IssuedTokens & { readonly grant: Grant };

/** A grant with its first tokens, in force once its rows are committed. */
export interface GrantOpening {
  readonly issued: GrantTokens;
  readonly access: PreparedAccessToken;
  readonly rows: readonly TableRow[];
}

/** Makes all that begins with a grant, the lines in the audit record too. Commits nothing. */
@Injectable()
export class GrantOpenings {
  constructor(
    private readonly accessTokens: AccessTokens,
    private readonly drafts: GrantDrafts,
    private readonly pairHandles: PairHandles,
    private readonly audit: AuditService,
  ) {}

  /** @throws OAuthError `invalid_target` */
  async prepare(realm: Realm, client: Client, user: User | null, start: GrantStart): Promise<GrantOpening> {
    const { grant, refresh, rows } = this.drafts.draft(realm, client, user, start);
    const { resources, generation } = grant;
    const handle = grant.policy.keepsPair && this.pairHandles.of(realm, grant, grant.createdAt).access;
    const access = { ...start, client, user, grant, resources, generation, handle };
    const token = await this.accessTokens.prepare(realm, access);
    const facts = { ...start, client, grant };
    const events = [...(start.signIn ? [signInEvent(facts)] : []), issuedEvent(token, facts)];
    const lines = events.map((event) => this.audit.row(realm, event));
    return { issued: issuedTokens(token, grant, refresh), access: token, rows: [...rows, ...token.rows, ...lines] };
  }
}
