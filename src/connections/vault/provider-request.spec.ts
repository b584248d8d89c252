import { CONFIG_DEFAULTS, type ConnectionConfig, type RequestTemplate } from '../configs/config.types.js';
import { TemplateError } from '../templates/template-error.js';
import { accountRequest, clientRequest, tokenRequest } from './provider-request.js';

const config = (changes: Partial<ConnectionConfig> = {}): ConnectionConfig =>
  ({ ...CONFIG_DEFAULTS, linkUrl: '', tokenUrl: 'https://provider.example/token', ...changes }) as ConnectionConfig;

const VARIABLES = new Map([
  ['client_id', 'id 1'],
  ['client_secret', 's"},"x:%'],
  ['code', 'the code'],
  ['auth_code', 'the code'],
  ['redirect_uri', 'https://here.example/back'],
  ['refresh_token', 'r+1'],
  ['access_token', 'a1'],
  ['scope', 'read write'],
]);
const form = (body: string | undefined): Record<string, string> => Object.fromEntries(new URLSearchParams(body));
const decoded = (header: string | undefined): string => Buffer.from((header ?? '').slice(6), 'base64').toString();

describe('a request for tokens', () => {
  it('is that of RFC 6749 where the config says nothing else', () => {
    const request = tokenRequest(config(), 'authorization_code', new Map([...VARIABLES, ['code_verifier', 'v']]));
    expect(request).toMatchObject({ method: 'POST', url: 'https://provider.example/token' });
    expect(request.headers).toEqual({
      'accept': 'application/json',
      'content-type': 'application/x-www-form-urlencoded',
    });
    expect(form(request.body)).toEqual({
      grant_type: 'authorization_code',
      code: 'the code',
      redirect_uri: 'https://here.example/back',
      client_id: 'id 1',
      client_secret: 's"},"x:%',
      code_verifier: 'v',
    });
  });

  it('refreshes at the address for that', () => {
    const request = tokenRequest(
      config({ refreshUrl: 'https://provider.example/refresh' }),
      'refresh_token',
      VARIABLES,
    );
    expect(request.url).toBe('https://provider.example/refresh');
    const proof = { client_id: 'id 1', client_secret: 's"},"x:%' };
    expect(form(request.body)).toEqual({ grant_type: 'refresh_token', refresh_token: 'r+1', ...proof });
  });

  it('is made for the client itself', () => {
    const request = tokenRequest(config({ clientAuth: 'none' }), 'client_credentials', VARIABLES);
    expect(form(request.body)).toEqual({ grant_type: 'client_credentials', scope: 'read write', client_id: 'id 1' });
  });

  it('proves the client by Basic, as it stands or encoded', () => {
    const plain = tokenRequest(config({ clientAuth: 'basic' }), 'refresh_token', VARIABLES);
    expect(decoded(plain.headers['authorization'])).toBe('id 1:s"},"x:%');
    expect(form(plain.body)).toEqual({ grant_type: 'refresh_token', refresh_token: 'r+1' });
    const encoded = tokenRequest(config({ clientAuth: 'basic_rfc6749' }), 'refresh_token', VARIABLES);
    expect(decoded(encoded.headers['authorization'])).toBe('id+1:s%22%7D%2C%22x%3A%25');
  });

  it('takes the body that somebody pasted, whatever the values hold', () => {
    const tokenBody =
      '{"grant_type": "authorization_code", "code": "{{auth_code}}", "client_secret": {{client_secret}}}';
    const request = tokenRequest(config({ tokenBody, bodyFormat: 'json' }), 'authorization_code', VARIABLES);
    expect(request.headers['content-type']).toBe('application/json');
    const sent = { grant_type: 'authorization_code', code: 'the code', client_secret: 's"},"x:%' };
    expect(JSON.parse(request.body ?? '')).toEqual(sent);
  });

  it('adds the proof of PKCE to a body that lacks it', () => {
    const variables = new Map([...VARIABLES, ['code_verifier', 'v']]);
    const request = tokenRequest(config({ tokenBody: '{"code": "{{code}}"}' }), 'authorization_code', variables);
    expect(form(request.body)).toEqual({ code: 'the code', code_verifier: 'v' });
  });

  it('goes by query where the provider wants GET', () => {
    const request = tokenRequest(config({ tokenMethod: 'GET', clientAuth: 'basic' }), 'refresh_token', VARIABLES);
    expect(request).toMatchObject({ method: 'GET' });
    expect(request.body).toBeUndefined();
    expect(form(new URL(request.url).search)).toEqual({ grant_type: 'refresh_token', refresh_token: 'r+1' });
  });

  it('carries the headers of the config', () => {
    const tokenHeaders = { 'X-Client': '{{client_id}}', 'Accept': 'text/plain' };
    expect(tokenRequest(config({ tokenHeaders }), 'refresh_token', VARIABLES).headers).toMatchObject({
      'x-client': 'id 1',
      'accept': 'text/plain',
    });
  });

  it('is not made without a value that it needs', () => {
    expect(() => tokenRequest(config(), 'refresh_token', new Map())).toThrow(TemplateError);
    const tokenUrl = 'https://{{params.host}}.provider.example/token';
    const params = [{ name: 'host', label: 'Host', pattern: '[a-z]+' }];
    expect(() => tokenRequest(config({ tokenUrl, params }), 'refresh_token', VARIABLES)).toThrow(TemplateError);
  });
});

describe('another request', () => {
  const template = (changes: Partial<RequestTemplate> = {}): RequestTemplate => ({
    method: 'post',
    url: 'https://provider.example/revoke',
    headers: {},
    body: '{"token": "{{access_token}}"}',
    bodyFormat: 'form',
    ...changes,
  });

  it('proves the client by Basic unless it speaks of the secret itself', () => {
    const request = clientRequest(config(), template(), VARIABLES);
    expect(decoded(request.headers['authorization'])).toBe('id 1:s"},"x:%');
    expect(request).toMatchObject({ method: 'POST', body: 'token=a1' });
    const own = template({ body: '{"token": "{{access_token}}", "client_secret": "{{client_secret}}"}' });
    expect(clientRequest(config(), own, VARIABLES).headers['authorization']).toBeUndefined();
    expect(
      clientRequest(config({ clientAuth: 'none' }), template(), VARIABLES).headers['authorization'],
    ).toBeUndefined();
    const header = template({ headers: { Authorization: 'Bearer {{access_token}}' } });
    expect(clientRequest(config(), header, VARIABLES).headers['authorization']).toBe('Bearer a1');
  });

  it('goes with the token of the account unless it speaks of it itself', () => {
    const me = template({ method: 'GET', url: 'https://provider.example/me', body: null });
    const request = accountRequest(config(), me, VARIABLES);
    expect(request.headers).toEqual({ accept: 'application/json', authorization: 'Bearer a1' });
    expect(request.body).toBeUndefined();
    const own = { ...me, headers: { 'X-Token': '{{access_token}}' } };
    expect(accountRequest(config(), own, VARIABLES).headers).toEqual({ 'accept': 'application/json', 'x-token': 'a1' });
  });
});
