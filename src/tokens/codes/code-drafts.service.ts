import { Injectable } from '@nestjs/common';
import type { Client } from '../../clients/client.types.js';
import { Settings } from '../../config/settings.js';
import type { TableRow } from '../../database/group-commit.js';
import { Ids } from '../../kernel/ids.js';
import { Random } from '../../kernel/random.js';
import type { Realm } from '../../realms/realm.types.js';
import type { User } from '../../users/user.types.js';
import { allowedResources } from '../audience.rules.js';
import type { CodeStart, StartedCode } from '../authorization.types.js';
import { toGrantRow } from '../grant.mapper.js';
import type { Grant } from '../grant.types.js';
import { toTokenRow } from '../token.mapper.js';
import { hashOf, newValue } from '../token-value.js';

/** A code that is good once its rows are committed. */
export interface CodeDraft extends StartedCode {
  readonly rows: readonly TableRow[];
}

/** Makes codes, and the grants that they stand for: until it is redeemed, a grant lives no longer than its code. */
@Injectable()
export class CodeDrafts {
  constructor(
    private readonly settings: Settings,
    private readonly random: Random,
    private readonly ids: Ids,
  ) {}

  /** @throws OAuthError `invalid_target` */
  draft(realm: Realm, client: Client, user: User, start: CodeStart): CodeDraft {
    const grant = this.newGrant(client, user, start);
    const code = newValue('code', start.at, this.random.secret());
    const token = toTokenRow(realm, {
      hash: hashOf(code),
      kind: 'code',
      grantId: grant.id,
      clientId: client.id,
      scope: grant.scope,
      audience: [],
      generation: 0,
      issuedAt: start.at,
      expiresAt: grant.expiresAt,
    });
    return { code, grant, rows: [toGrantRow(realm, grant), token] };
  }

  private newGrant(client: Client, user: User, start: CodeStart): Grant {
    return {
      id: this.ids.next(start.at),
      clientId: client.id,
      userId: user.id,
      scope: start.scope,
      resources: allowedResources(client, start.resources),
      sessionId: start.sessionId,
      generation: 0,
      policy: {},
      attributes: { ...start.attributes, authorization: start.authorization },
      createdAt: start.at,
      expiresAt: start.at + this.settings.codeValiditySeconds * 1000,
      revokedAt: null,
    };
  }
}
