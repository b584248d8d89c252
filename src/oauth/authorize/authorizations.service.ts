import { Injectable } from '@nestjs/common';
import { Transaction } from '../../database/transaction.js';
import { OFFLINE_ACCESS_SCOPE } from '../../protocol/names.js';
import type { AuthorizationFacts } from '../../tokens/authorization.types.js';
import { CodesService } from '../../tokens/codes/codes.service.js';
import { SessionsService } from '../../users/sessions/sessions.service.js';
import { Answers } from './answers.service.js';
import type { AuthorizationOutcome } from './authorization.types.js';
import { whoIs, type Deliberation } from './deliberation.js';

/** Gives the code that a request asks for, when every rule is kept. */
@Injectable()
export class Authorizations {
  constructor(
    private readonly sessions: SessionsService,
    private readonly codes: CodesService,
    private readonly answers: Answers,
    private readonly transaction: Transaction,
  ) {}

  /** Answer and code are one transaction. @returns null when the session has been ended meanwhile. */
  async grant(deliberation: Deliberation): Promise<AuthorizationOutcome | null> {
    const code = await this.transaction.run(() => this.start(deliberation));
    return code === null ? null : this.answers.tell(deliberation.realm, deliberation.parameters, { code });
  }

  private async start(deliberation: Deliberation): Promise<string | null> {
    const { realm, client, parameters, at, request } = deliberation;
    const { session, user } = whoIs(deliberation);
    if (!(await this.sessions.hold(realm, session.id, at))) return null;
    await this.answers.close(deliberation);
    const { scope, resources } = parameters;
    const authorization = factsOf(deliberation);
    const start = { at, request, scope, resources, sessionId: session.id, authorization };
    return (await this.codes.start(realm, client, user, start)).code;
  }
}

function factsOf(deliberation: Deliberation): AuthorizationFacts {
  const { parameters } = deliberation;
  const { authTime, acr, amr } = whoIs(deliberation).session;
  const { redirectUri, redirectUriSent, codeChallenge, nonce, claims, scope } = parameters;
  return {
    authTime,
    acr,
    amr,
    redirectUri: redirectUriSent ? redirectUri : null,
    codeChallenge,
    nonce,
    claims,
    online: !scope.includes(OFFLINE_ACCESS_SCOPE),
  };
}
