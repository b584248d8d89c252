import { Injectable } from '@nestjs/common';
import { AuditService } from '../../audit/audit.service.js';
import type { Client } from '../../clients/client.types.js';
import { GRANT_TYPES } from '../../protocol/names.js';
import { invalidGrant } from '../../protocol/oauth-error.js';
import type { Realm } from '../../realms/realm.types.js';
import { AccessTokens, issuedTokens } from '../access-tokens.service.js';
import type { CodeRedemption } from '../authorization.types.js';
import type { Grant } from '../grant.types.js';
import type { GrantTokens } from '../grant-openings.service.js';
import { grantEnd } from '../lifetime.rules.js';
import { isInForce } from '../liveness.rules.js';
import { narrowedResources, narrowedScope } from '../narrowing.rules.js';
import { RefreshHandles } from '../refresh-handles.service.js';
import { issuedEvent } from '../token-events.js';
import { CodeClaims } from './code-claims.service.js';
import { CodeCheck, isProven, type PresentedCode } from './code-check.service.js';
import { CodeReuse } from './code-reuse.service.js';

/** The first tokens of a grant, for its code (RFC 6749 section 4.1.3). */
@Injectable()
export class CodeRedemptions {
  constructor(
    private readonly checks: CodeCheck,
    private readonly claims: CodeClaims,
    private readonly reuse: CodeReuse,
    private readonly accessTokens: AccessTokens,
    private readonly refreshHandles: RefreshHandles,
    private readonly audit: AuditService,
  ) {}

  /** @throws OAuthError `invalid_grant` in the same words for every cause, `invalid_target` */
  async redeem(realm: Realm, client: Client, presented: string, redemption: CodeRedemption): Promise<GrantTokens> {
    const code = await this.checks.find(realm, client, presented);
    if (!isProven(code.authorization, redemption.checks)) {
      await this.reuse.burn(realm, code.token, redemption.at);
      throw invalidGrant('The redirect URI or the verifier is not that of the code.', 'unproven');
    }
    if (code.token.consumedAt !== null) throw await this.replayed(realm, client, code, redemption);
    if (code.token.expiresAt <= redemption.at) throw invalidGrant('The code has expired.', 'expired');
    return this.issue(realm, client, code, redemption);
  }

  /** Everything that can fail is made before the claim: a code that is used up has its answer. */
  private async issue(realm: Realm, client: Client, code: PresentedCode, asked: CodeRedemption): Promise<GrantTokens> {
    const { user, token } = code;
    const grant = confirmedGrant(realm, client, code.grant, asked);
    if (!isInForce(grant, { realm, client, user }, asked.at)) throw invalidGrant('The grant is over.', 'ended');
    const scope = narrowedScope({ granted: grant.scope, registered: client.scopes });
    const resources = narrowedResources({
      granted: grant.resources,
      registered: client.resources,
      requested: asked.resources,
    });
    const issuance = { client, user, grant, generation: 0, scope, resources, at: asked.at };
    const access = await this.accessTokens.prepare(realm, issuance);
    const refresh = asked.withRefresh ? this.refreshHandles.first(realm, client, grant, asked.at) : undefined;
    const facts = { client, grant, grantType: GRANT_TYPES.authorizationCode, request: asked.request };
    const event = this.audit.row(realm, issuedEvent(access, facts));
    const rows = [...(refresh ? [refresh.row] : []), ...access.rows, event];
    const issued = issuedTokens(access, grant, refresh);
    const outcome = await this.claims.claim({ realm, hash: token.hash, grant, at: asked.at, rows });
    if (outcome === 'lost') throw await this.replayed(realm, client, code, asked);
    if (outcome === 'over') throw invalidGrant('The grant was revoked while its code was redeemed.', 'ended');
    return issued;
  }

  /** Of two who hold a code and its proof one has stolen it, and nobody can tell which: what came of it ends (RFC 6749 section 4.1.2). */
  private async replayed(realm: Realm, client: Client, { grant }: PresentedCode, { request }: CodeRedemption) {
    await this.reuse.respond(realm, client, grant, request);
    return invalidGrant('The code was used before.', 'used');
  }
}

const confirmedGrant = (realm: Realm, client: Client, grant: Grant, asked: CodeRedemption): Grant => ({
  ...grant,
  policy: asked.policy ?? grant.policy,
  attributes: { ...grant.attributes, ...asked.attributes },
  expiresAt: grantEnd(realm, client, asked.at, asked),
});
