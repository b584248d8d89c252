import { asForm, type ProviderAnswer } from './provider-answer.js';
import { clientOf, credentialOf, fieldsOf, isJson, type ProviderCall } from './provider-call.js';
import type { ProviderGrant, ProviderGrants } from './provider-grants.js';
import { formPostPage, questionPage } from './provider-pages.js';
import type { Behaviour } from './suite-provider.types.js';

export interface ProviderClient {
  readonly clientId: string;
  readonly secret: string;
}

interface State {
  readonly clients: readonly ProviderClient[];
  readonly grants: ProviderGrants;
  readonly behaviour: Behaviour;
}

/** Headers that an echo leaves out. */
const CREDENTIALS = ['authorization', 'x-access-token'];

const bytes = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');

/** What the provider does, without the HTTP. */
export class SuiteEndpoints {
  constructor(private readonly state: State) {}

  private get behaviour(): Behaviour {
    return this.state.behaviour;
  }

  authorize(call: ProviderCall): ProviderAnswer {
    const fields = fieldsOf(call);
    const redirectUri = fields['redirect_uri'];
    const isKnown = this.state.clients.some(({ clientId }) => clientId === fields['client_id']);
    if (!isKnown || redirectUri === undefined) {
      return { status: 400, body: 'This link does not work.' };
    }
    if (this.behaviour.asks && fields['decision'] === undefined) return questionPage(fields);
    const parameters = this.authorizationResponse(fields, redirectUri);
    if (this.behaviour.responseMode === 'form_post') return formPostPage(redirectUri, parameters);
    const location = new URL(redirectUri);
    for (const [name, value] of Object.entries(parameters)) location.searchParams.append(name, value);
    return { status: 302, headers: { location: location.href } };
  }

  token(call: ProviderCall): ProviderAnswer {
    const fields = fieldsOf(call);
    const { reads } = this.behaviour;
    if (reads !== 'any' && isJson(call.headers) !== (reads === 'json')) return this.refusal('invalid_request');
    if (!this.isProven(call)) return { ...this.refusal('invalid_client'), status: 401 };
    const grant = this.grantOf(fields);
    if (typeof grant === 'string') return this.refusal(grant);
    return this.told(this.behaviour.shape(this.tokensOf(grant)));
  }

  revoke(call: ProviderCall): ProviderAnswer {
    if (!this.isProven(call)) return { ...this.refusal('invalid_client'), status: 401 };
    this.state.grants.revokeToken(fieldsOf(call)['token'] ?? '');
    return { status: 200 };
  }

  introspect(call: ProviderCall): ProviderAnswer {
    if (!this.isProven(call)) return { ...this.refusal('invalid_client'), status: 401 };
    const grant = this.state.grants.byAccessToken(fieldsOf(call)['token'] ?? '');
    if (!grant) return { status: 200, body: { active: false } };
    const exp = Math.floor(Date.now() / 1000) + (this.behaviour.expiresIn ?? 3600);
    return { status: 200, body: { active: true, sub: grant.account.id, scope: grant.scope.join(' '), exp } };
  }

  account(call: ProviderCall): ProviderAnswer {
    const grant = this.state.grants.byAccessToken(credentialOf(call));
    return grant ? { status: 200, body: grant.account } : this.behaviour.rejection;
  }

  /** Says what arrived, but for the credential. */
  api(call: ProviderCall): ProviderAnswer {
    const grant = this.state.grants.byAccessToken(credentialOf(call));
    if (!grant) return this.behaviour.rejection;
    const { method, url } = call;
    const told = Object.entries(call.headers).filter(([name]) => !CREDENTIALS.includes(name));
    return {
      status: 200,
      body: { account: grant.account.id, method, url, headers: Object.fromEntries(told), body: call.body.toString() },
    };
  }

  private authorizationResponse(fields: Record<string, string>, redirectUri: string): Record<string, string> {
    const { iss, denial, callback } = this.behaviour;
    const usual = { ...(fields['state'] !== undefined && { state: fields['state'] }), ...(iss !== null && { iss }) };
    const error = fields['decision'] === 'deny' ? 'access_denied' : denial;
    if (error !== null) return { error, error_description: 'The user said no.', ...usual, ...callback };
    const grant = this.state.grants.begin(this.behaviour.account, scopeOf(fields['scope']));
    const code = this.state.grants.codeFor(grant, redirectUri, fields['code_challenge'] ?? null);
    return { code, ...usual, ...callback };
  }

  /** The grant that a token request is about, or the error that it comes to. */
  private grantOf(fields: Record<string, string>): ProviderGrant | string {
    const { grants, behaviour } = this.state;
    switch (fields['grant_type']) {
      case 'authorization_code':
        return grants.redeem(fields['code'] ?? '', fields['redirect_uri'], fields['code_verifier']) ?? 'invalid_grant';
      case 'refresh_token':
        return grants.useRefreshToken(fields['refresh_token'] ?? '') ?? 'invalid_grant';
      case 'client_credentials':
        return grants.begin(behaviour.account, scopeOf(fields['scope']));
      default:
        return 'unsupported_grant_type';
    }
  }

  tokensOf(grant: ProviderGrant): Record<string, unknown> {
    const { refreshEndsAccess, expiresIn, refreshTokens, grantedScope } = this.behaviour;
    const { grants } = this.state;
    if (refreshEndsAccess) grant.accessTokens.clear();
    const refreshToken = grants.nextRefreshToken(grant, refreshTokens);
    return {
      access_token: grants.addAccessToken(grant, this.jwtFor(grant)),
      token_type: 'Bearer',
      ...(expiresIn !== null && { expires_in: expiresIn }),
      ...(refreshToken !== null && { refresh_token: refreshToken }),
      scope: (grantedScope ?? grant.scope).join(' '),
    };
  }

  private jwtFor(grant: ProviderGrant): string | undefined {
    if (this.behaviour.accessTokens === 'opaque') return undefined;
    const iat = Math.floor(Date.now() / 1000);
    const claims = {
      sub: grant.account.id,
      iat,
      exp: iat + (this.behaviour.expiresIn ?? 3600),
      n: grant.accessTokens.size,
    };
    return `${bytes({ alg: 'none', typ: 'JWT' })}.${bytes(claims)}.`;
  }

  private isProven(call: ProviderCall): boolean {
    const proof = clientOf(call);
    const { clients, behaviour } = this.state;
    if (!proof || (behaviour.clientAuth !== 'any' && behaviour.clientAuth !== proof.by)) return false;
    return [proof, decoded(proof)].some((given) =>
      clients.some(({ clientId, secret }) => given.clientId === clientId && given.secret === secret),
    );
  }

  private refusal(error: string): ProviderAnswer {
    const answer = { error, error_description: `The provider says ${error}.` };
    return { ...this.told(answer), status: this.behaviour.errorStatus };
  }

  private told(answer: Record<string, unknown>): ProviderAnswer {
    if (this.behaviour.answerIn === 'json') return { status: 200, body: answer };
    return { status: 200, ...asForm(answer) };
  }
}

const scopeOf = (scope = ''): string[] => scope.split(/[ ,]/).filter((name) => name !== '');

/** As RFC 6749 section 2.3.1 has the pair: encoded like a form. */
function decoded(client: ProviderClient): ProviderClient {
  const plain = (text: string): string => new URLSearchParams(`v=${text}`).get('v') ?? '';
  return { clientId: plain(client.clientId), secret: plain(client.secret) };
}
