/**
 * The least that a token server can do on Node: bare `node:http`, a form parser, a hash check of the client's secret, one
 * signature or one random value, the answer. It stores in memory and checks nothing else: no server can be faster, and none
 * should be this careless.
 */
import { createHash, generateKeyPairSync, randomBytes, randomUUID, sign, timingSafeEqual } from 'node:crypto';
import { Buffer } from 'node:buffer';
import { createServer } from 'node:http';
import { URLSearchParams } from 'node:url';

const HOUR = 3600;
const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const encode = (value) => Buffer.from(JSON.stringify(value)).toString('base64url');
const HEADER = encode({ alg: 'ES256', kid: 'floor', typ: 'at+jwt' });
const sha256 = (value) => createHash('sha256').update(value).digest();

const [id, secret] = process.argv.slice(3);
const secretHash = sha256(secret);
const tokens = new Map();

const now = () => Math.floor(Date.now() / 1000);
const issue = (claims) => {
  const value = randomBytes(32).toString('base64url');
  tokens.set(sha256(value).toString('base64'), { ...claims, exp: now() + HOUR });
  return value;
};

function jwt() {
  const iat = now();
  const claims = { iss: 'floor', sub: id, aud: 'floor', client_id: id, iat, exp: iat + HOUR, jti: randomUUID() };
  const input = `${HEADER}.${encode(claims)}`;
  const signature = sign('sha256', Buffer.from(input), { key: privateKey, dsaEncoding: 'ieee-p1363' });
  return `${input}.${signature.toString('base64url')}`;
}

const answer = (accessToken) => ({ access_token: accessToken, token_type: 'Bearer', expires_in: HOUR });

function refresh(form) {
  const key = sha256(form.get('refresh_token') ?? '').toString('base64');
  if (!tokens.delete(key)) return null;
  return { ...answer(issue({ sub: 'user' })), refresh_token: issue({ sub: 'user' }) };
}

const HANDLERS = {
  '/jwt': () => answer(jwt()),
  '/opaque': () => answer(issue({ sub: id })),
  '/introspect': (form) => {
    const token = tokens.get(sha256(form.get('token') ?? '').toString('base64'));
    return token && token.exp > now() ? { active: true, ...token } : { active: false };
  },
  '/refresh': refresh,
  '/seed': () => ({ refresh_token: issue({ sub: 'user' }) }),
};

function known(authorization = '') {
  const [name, presented] = Buffer.from(authorization.slice(6), 'base64').toString().split(':');
  return name === id && timingSafeEqual(sha256(presented ?? ''), secretHash);
}

function respond(request, response, body) {
  const result = known(request.headers.authorization) && HANDLERS[request.url]?.(new URLSearchParams(body));
  const text = JSON.stringify(result || { error: 'refused' });
  response.writeHead(result ? 200 : 400, { 'content-type': 'application/json', 'cache-control': 'no-store' }).end(text);
}

createServer((request, response) => {
  const chunks = [];
  request.on('data', (chunk) => chunks.push(chunk));
  request.on('end', () => respond(request, response, Buffer.concat(chunks).toString()));
}).listen(Number(process.argv[2]), '127.0.0.1');
