import { Inject, Injectable } from '@nestjs/common';
import { ClientsService } from '../../clients/clients.service.js';
import { invalidRequest, OAuthError, type OAuthErrorCode } from '../../protocol/oauth-error.js';
import type { Realm } from '../../realms/realm.types.js';
import { Admission, type Refused } from './admission.service.js';
import { Answers } from './answers.service.js';
import { AuthorizationRequests } from './authorization-requests.service.js';
import type { AuthorizationInput, AuthorizationOutcome, Interaction, Resumption } from './authorization.types.js';
import { Authorizations } from './authorizations.service.js';
import type { Deliberation } from './deliberation.js';
import { Draft } from './draft.js';
import { PIPELINE, type Pipeline } from './pipeline.js';

/** What the client is told in place of a page that it does not want shown (OpenID Connect Core section 3.1.2.6). */
const WITHOUT_PAGE: Readonly<Record<Interaction, OAuthErrorCode>> = {
  login: 'login_required',
  select_account: 'account_selection_required',
  consent: 'consent_required',
};

/** The authorization endpoint (RFC 6749 section 3.1): from a request, over the pages that it needs, to its one answer. */
@Injectable()
export class AuthorizeHandler {
  constructor(
    @Inject(PIPELINE) private readonly pipeline: Pipeline,
    private readonly admission: Admission,
    private readonly requests: AuthorizationRequests,
    private readonly clients: ClientsService,
    private readonly authorizations: Authorizations,
    private readonly answers: Answers,
  ) {}

  async authorize(realm: Realm, { parameters: sent, ...visit }: AuthorizationInput): Promise<AuthorizationOutcome> {
    const admitted = await this.admission.admit(Draft.of(realm, sent));
    if (!(admitted instanceof Draft)) return this.refused(realm, visit, admitted);
    const { client, pushed } = admitted;
    const parameters = admitted.finish();
    return this.deliberate({ ...UNDECIDED, ...visit, realm, client, parameters, pushed, stored: null, handle: null });
  }

  async resume(realm: Realm, { handle, ...visit }: Resumption): Promise<AuthorizationOutcome> {
    const waiting = await this.find(realm, handle, visit);
    return waiting ? this.deliberate(waiting) : { kind: 'page-error', error: gone() };
  }

  /** The user goes back to the client without having signed in. */
  async cancel(realm: Realm, { handle, ...visit }: Resumption): Promise<AuthorizationOutcome> {
    const waiting = await this.find(realm, handle, visit);
    if (!waiting) return { kind: 'page-error', error: gone() };
    return this.answers.refuse(waiting, new OAuthError('access_denied', 'The user has not allowed it.'));
  }

  private async find(realm: Realm, handle: string, visit: Visit): Promise<Deliberation | null> {
    const stored = await this.requests.find(realm, handle, visit.browser);
    const client = stored && (await this.clients.findById(realm, stored.clientId));
    if (!stored || !client?.enabled) return null;
    const { parameters, pushed } = stored;
    return { ...UNDECIDED, ...visit, realm, client, parameters, pushed, stored, handle };
  }

  private async refused(realm: Realm, visit: Visit, { draft, error }: Refused): Promise<AuthorizationOutcome> {
    if (!draft.target || !error.redirectable) return { kind: 'page-error', error };
    return this.answers.tellError({ ...visit, realm, client: draft.client }, draft.target, error);
  }

  private async deliberate(deliberation: Deliberation): Promise<AuthorizationOutcome> {
    try {
      return await this.decide(deliberation);
    } catch (error) {
      if (!(error instanceof OAuthError)) throw error;
      return error.redirectable ? this.answers.refuse(deliberation, error) : { kind: 'page-error', error };
    }
  }

  private async decide(deliberation: Deliberation): Promise<AuthorizationOutcome> {
    let decided = deliberation;
    for (const step of this.pipeline.decision) {
      const next = await step.decide(decided);
      if (typeof next === 'string') return this.interact(decided, next);
      decided = next;
    }
    return (await this.authorizations.grant(decided)) ?? this.interact(decided, 'login');
  }

  private async interact(deliberation: Deliberation, interaction: Interaction): Promise<AuthorizationOutcome> {
    const { prompt } = deliberation.parameters;
    if (prompt.includes('none')) throw new OAuthError(WITHOUT_PAGE[interaction], 'The user would have to be asked.');
    return { kind: 'interact', interaction, requestHandle: deliberation.handle ?? (await this.open(deliberation)) };
  }

  private async open({ realm, client, browser, request, ...asked }: Deliberation): Promise<string> {
    const { parameters, pushed, at } = asked;
    const wanted = { clientId: client.id, parameters, pushed, at, address: request.address };
    return (await this.requests.open(realm, browser, wanted)).handle;
  }
}

type Visit = Omit<AuthorizationInput, 'parameters'>;

const UNDECIDED = { signedIn: null } as const;

const gone = (): OAuthError =>
  invalidRequest('The request is unknown in this browser, was answered already, or took too long.', {
    redirectable: false,
  });
