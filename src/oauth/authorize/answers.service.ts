import { Inject, Injectable } from '@nestjs/common';
import { Transaction } from '../../database/transaction.js';
import { OAuthError, invalidRequest } from '../../protocol/oauth-error.js';
import type { Realm } from '../../realms/realm.types.js';
import { withParameters } from '../../protocol/redirect-uri.js';
import { RealmIssuer } from '../../tokens/realm-issuer.js';
import { SessionsService } from '../../users/sessions/sessions.service.js';
import { RESPONSE_MODES_BY_NAME, type ResponseModes } from '../response-modes/response-modes.js';
import { AuthorizationRequests } from './authorization-requests.service.js';
import type { AuthorizationOutcome } from './authorization.types.js';
import type { Deliberation } from './deliberation.js';
import type { Target } from './draft.js';
import { PushedRequests } from './pushed-requests.service.js';

type Answer = Readonly<Record<string, string>>;

/** Who asks, at which browser. */
type Asking = Pick<Deliberation, 'realm' | 'client' | 'browser' | 'at'>;

/** Tells clients what became of their requests. */
@Injectable()
export class Answers {
  constructor(
    @Inject(RESPONSE_MODES_BY_NAME) private readonly modes: ResponseModes,
    private readonly requests: AuthorizationRequests,
    private readonly pushed: PushedRequests,
    private readonly issuer: RealmIssuer,
    private readonly sessions: SessionsService,
    private readonly transaction: Transaction,
  ) {}

  /** With the issuer in it, so that a client of several servers knows whose it is (RFC 9207 section 2). */
  tell(realm: Realm, target: Target, answer: Answer): AuthorizationOutcome {
    const mode = this.modes.get(target.responseMode);
    if (!mode) throw new Error(`No response mode ${target.responseMode}.`);
    return { kind: 'respond', redirect: mode.respond(target.redirectUri, this.whole(realm, target, answer)) };
  }

  /**
   * Anybody may register where registration is open: such a client's errors must not send strangers wherever it likes. They
   * are shown where they would go (requirement 9).
   */
  async tellError(asking: Asking, target: Target, error: OAuthError): Promise<AuthorizationOutcome> {
    const { code, description } = error;
    const answer = { error: code, ...(description !== '' && { error_description: description }) };
    if (!(await this.isStranger(asking))) return this.tell(asking.realm, target, answer);
    return {
      kind: 'page-error',
      error,
      link: withParameters(target.redirectUri, this.whole(asking.realm, target, answer)),
    };
  }

  /** A refusal is an answer too: the request gives no other one. */
  async refuse(deliberation: Deliberation, error: OAuthError): Promise<AuthorizationOutcome> {
    await this.transaction.run(() => this.close(deliberation));
    return this.tellError(deliberation, deliberation.parameters, error);
  }

  /**
   * Lets a request give its one answer; inside the transaction of that answer.
   *
   * @throws OAuthError for the user alone, when it was given already.
   */
  async close({ realm, stored, pushed, at }: Deliberation): Promise<void> {
    const isFirst =
      (stored === null || (await this.requests.complete(realm, stored, at))) &&
      (pushed === null || (await this.pushed.consume(realm, pushed, at)));
    if (!isFirst) throw invalidRequest('The request was answered already.', { redirectable: false });
  }

  private whole(realm: Realm, { state }: Target, answer: Answer): Answer {
    return { ...answer, ...(state !== null && { state }), iss: this.issuer.of(realm) };
  }

  private async isStranger({ realm, client, browser, at }: Asking): Promise<boolean> {
    if (realm.registration !== 'open' || client.origin !== 'registration') return false;
    return browser.sessionValue === null || (await this.sessions.find(realm, browser.sessionValue, at)) === null;
  }
}
