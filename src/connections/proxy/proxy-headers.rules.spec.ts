import { answeredHeaders, sentHeaders } from './proxy-headers.rules.js';

const injected = { Authorization: 'Bearer upstream-token' };

describe('what an API gets of the caller', () => {
  it('is what the caller wrote, with the credential put in', () => {
    const headers = { 'accept': 'application/json', 'x-custom': 'a', 'content-type': 'text/plain' };
    expect(sentHeaders(headers, injected)).toEqual({ ...headers, authorization: 'Bearer upstream-token' });
  });

  it.each([
    'cookie',
    'host',
    'connection',
    'keep-alive',
    'te',
    'trailer',
    'transfer-encoding',
    'upgrade',
    'expect',
    'content-length',
    'accept-encoding',
    'forwarded',
    'via',
    'x-forwarded-for',
    'x-forwarded-host',
    'x-forwarded-proto',
    'x-real-ip',
    'proxy-authorization',
    'proxy-connection',
    'sec-fetch-site',
    'x-upstream-host',
    'x-http-method-override',
    'x-original-url',
    'x-rewrite-url',
  ])('never holds %s', (name) => expect(sentHeaders({ [name]: 'x' }, {})).toEqual({}));

  it('never holds our own token', () => {
    expect(sentHeaders({ authorization: 'Bearer ours' }, {})).toEqual({});
    expect(sentHeaders({ authorization: 'Bearer ours' }, { 'X-Shopify-Access-Token': 'theirs' })).toEqual({
      'x-shopify-access-token': 'theirs',
    });
  });

  it('lets nobody put another credential in the place of the injected one', () => {
    expect(sentHeaders({ 'x-api-key': 'mine' }, { 'X-API-Key': 'theirs' })).toEqual({ 'x-api-key': 'theirs' });
  });

  it('leaves out what the caller has declared to be of its connection', () => {
    const headers = { 'connection': 'close, X-Hop', 'x-hop': '1', 'x-stays': '2' };
    expect(sentHeaders(headers, {})).toEqual({ 'x-stays': '2' });
  });

  it.each(['a\r\nX-Evil: 1', 'a\nb', 'a\rb', 'a\u0000b'])('has no header with the value %j', (value) => {
    expect(sentHeaders({ 'x-custom': value }, { 'X-Token': value })).toEqual({});
  });

  it.each(['x custom', 'x:custom', 'x\r\nevil', ''])('has no header with the name %j', (name) => {
    expect(sentHeaders({ [name]: 'a' }, { [name]: 'a' })).toEqual({});
  });
});

describe('what the caller gets of the API', () => {
  it('is what the API said', () => {
    const headers = { 'content-type': 'application/json', 'etag': '"1"', 'link': ['<a>', '<b>'], 'x-rate': '1' };
    expect(answeredHeaders(headers, 'token')).toEqual(headers);
  });

  it.each([
    'set-cookie',
    'strict-transport-security',
    'connection',
    'keep-alive',
    'transfer-encoding',
    'upgrade',
    'proxy-authenticate',
    'www-authenticate',
    'clear-site-data',
    'alt-svc',
    'content-security-policy',
    'access-control-allow-origin',
    'access-control-allow-credentials',
    'service-worker-allowed',
    'x-content-type-options',
    'x-upstream-status',
    'x-connection-version',
    'x-request-id',
  ])('never holds %s', (name) => expect(answeredHeaders({ [name]: 'x' }, 'token')).toEqual({}));

  it('never holds the credential, wherever the API has put it', () => {
    const headers = {
      'location': 'https://api.example.com/x/?key=s%2Fecret',
      'x-echo': ['a', 'Bearer s/ecret'],
      'x-stays': 'a',
    };
    expect(answeredHeaders(headers, 's/ecret')).toEqual({ 'x-stays': 'a' });
  });

  it('leaves out what the API has declared to be of its connection', () => {
    expect(answeredHeaders({ 'connection': 'X-Hop', 'x-hop': '1' }, 'token')).toEqual({});
  });
});
