import { asForm, type Fault, type ProviderAnswer } from './provider-answer.js';
import { clientOf, credentialOf, fieldsOf, type Endpoint, type ProviderCall } from './provider-call.js';
import { ProviderGrants, type ProviderGrant } from './provider-grants.js';
import { Loopback } from './loopback.js';
import { page, questionPage } from './provider-pages.js';
import type { ProviderClient } from './suite-endpoints.js';

const CLIENT = { clientId: 'Iv1.a629723000043722', secret: '5e1f6d9c0b7a4832f1e0d9c8b7a6958473625140' };
const ACCOUNT = { id: '583231', name: 'octocat' };
const ACCESS_SECONDS = 28_800;
const REFRESH_SECONDS = 15_897_600;

const ERRORS: Readonly<Record<string, string>> = {
  incorrect_client_credentials: 'This client id does not go with this secret.',
  bad_verification_code: 'The code was wrong or too old.',
  redirect_uri_mismatch: 'The redirect_uri is not the one that was sent before.',
  bad_refresh_token: 'The refresh token was wrong or too old.',
  unsupported_grant_type: 'There is no such grant type.',
};

/**
 * Speaks as GitHub does, of an application whose tokens expire: errors of the token endpoint come with 200, its answers are
 * encoded like a form unless JSON is asked for, scopes are told with commas, and the API wants to know the `User-Agent`.
 * `url` stands for both `https://github.com` and `https://api.github.com`.
 */
export class GitHubStandIn {
  readonly grants = new ProviderGrants('gh');
  private readonly door = new Loopback();

  private constructor(
    readonly client: ProviderClient,
    private readonly asks: boolean,
  ) {}

  /** @param options `asks`: whether users see a page before they agree. */
  static async open(options: Partial<ProviderClient> & { readonly asks?: boolean } = {}): Promise<GitHubStandIn> {
    const { asks = false, ...client } = options;
    const github = new GitHubStandIn({ ...CLIENT, ...client }, asks);
    github.serve();
    await github.door.listen();
    return github;
  }

  get authority(): string {
    return this.door.authority;
  }

  get url(): string {
    return this.door.url;
  }

  get calls(): readonly ProviderCall[] {
    return this.door.calls;
  }

  callsOf(endpoint: Endpoint): ProviderCall[] {
    return this.door.callsOf(endpoint);
  }

  fail(endpoint: Endpoint, fault: Fault, times?: number): void {
    this.door.fail(endpoint, fault, times);
  }

  close(): Promise<void> {
    return this.door.close();
  }

  private serve(): void {
    const { door } = this;
    door.serve(['GET'], '/login/oauth/authorize', 'authorize', (call) => this.authorize(call));
    door.serve(['POST'], '/login/oauth/access_token', 'token', (call) => this.token(call));
    door.serve(['DELETE'], '/applications/:clientId/grant', 'revoke', (call) => this.revoke(call));
    door.serve(['GET'], '/user', 'account', (call) => this.api(call, userOf));
    door.serve(['GET'], '/user/repos', 'api', (call) => this.api(call, repositoriesOf));
  }

  private authorize(call: ProviderCall): ProviderAnswer {
    const fields = fieldsOf(call);
    const redirectUri = fields['redirect_uri'];
    if (fields['client_id'] !== this.client.clientId || !redirectUri)
      return { ...page('404', 'Not here.'), status: 404 };
    if (this.asks && fields['decision'] === undefined) return questionPage(fields);
    const location = new URL(redirectUri);
    if (fields['decision'] === 'deny') location.searchParams.set('error', 'access_denied');
    else location.searchParams.set('code', this.newCode(fields, redirectUri));
    if (fields['state'] !== undefined) location.searchParams.set('state', fields['state']);
    return { status: 302, headers: { location: location.href } };
  }

  private newCode(fields: Record<string, string>, redirectUri: string): string {
    const grant = this.grants.begin(ACCOUNT, (fields['scope'] ?? '').split(/[ ,]/).filter(Boolean));
    return this.grants.codeFor(grant, redirectUri, fields['code_challenge'] ?? null);
  }

  private token(call: ProviderCall): ProviderAnswer {
    const fields = fieldsOf(call);
    const grant = this.isProven(call) ? this.grantOf(fields) : 'incorrect_client_credentials';
    if (typeof grant !== 'string') return told(call, this.tokensOf(grant));
    return told(call, { error: grant, error_description: ERRORS[grant], error_uri: 'https://docs.github.com/errors' });
  }

  private grantOf(fields: Record<string, string>): ProviderGrant | string {
    const type = fields['grant_type'] ?? 'authorization_code';
    if (type === 'refresh_token') {
      return this.grants.useRefreshToken(fields['refresh_token'] ?? '') ?? 'bad_refresh_token';
    }
    if (type !== 'authorization_code') return 'unsupported_grant_type';
    const grant = this.grants.redeem(fields['code'] ?? '', fields['redirect_uri'], fields['code_verifier']);
    return grant ?? 'bad_verification_code';
  }

  private tokensOf(grant: ProviderGrant): Record<string, unknown> {
    grant.accessTokens.clear();
    return {
      access_token: this.grants.addAccessToken(grant),
      expires_in: ACCESS_SECONDS,
      refresh_token: this.grants.nextRefreshToken(grant, 'rotate'),
      refresh_token_expires_in: REFRESH_SECONDS,
      scope: grant.scope.join(','),
      token_type: 'bearer',
    };
  }

  /** Takes the access token in a body of JSON, and the client by Basic. */
  private revoke(call: ProviderCall): ProviderAnswer {
    const proof = clientOf(call);
    const isMine = call.url === `/applications/${this.client.clientId}/grant`;
    if (proof?.by !== 'basic' || !this.isProven(call) || !isMine)
      return { status: 404, body: { message: 'Not Found' } };
    const ended = this.grants.revokeToken(fieldsOf(call)['access_token'] ?? '');
    return ended ? { status: 204 } : { status: 422, body: { message: 'Validation Failed' } };
  }

  private api(call: ProviderCall, answer: (grant: ProviderGrant) => unknown): ProviderAnswer {
    if (!call.headers['user-agent']) return { status: 403, body: 'Say who you are in the User-Agent.' };
    const grant = this.grants.byAccessToken(credentialOf(call));
    if (!grant) return { status: 401, body: { message: 'Bad credentials', status: '401' } };
    const headers = { 'x-oauth-scopes': grant.scope.join(', '), 'x-github-media-type': 'github.v3; format=json' };
    return { status: 200, headers, body: answer(grant) };
  }

  private isProven(call: ProviderCall): boolean {
    const proof = clientOf(call);
    return proof?.clientId === this.client.clientId && proof.secret === this.client.secret;
  }
}

/** JSON for those who say so, else like a form. Success and failure have the same status. */
function told(call: ProviderCall, answer: Record<string, unknown>): ProviderAnswer {
  if (call.headers.accept?.includes('json')) return { status: 200, body: answer };
  return { status: 200, ...asForm(answer) };
}

const userOf = ({ account }: ProviderGrant): object => ({
  login: account.name,
  id: Number(account.id),
  type: 'User',
  name: 'The Octocat',
});

const repositoriesOf = ({ account }: ProviderGrant): object[] => [
  { id: 1_296_269, name: 'hello-world', full_name: `${account.name}/hello-world`, private: false },
];
