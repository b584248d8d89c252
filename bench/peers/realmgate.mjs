import { randomBytes } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { answering, freePort, startPinned } from '../child.mjs';
import { basic, CHALLENGE, codeRequest, form, post } from '../wire.mjs';
import { SignedInBrowser } from './signed-in-browser.mjs';

const PROGRAM = fileURLToPath(new URL('../../dist/main.js', import.meta.url));
/** As `npm start` has it. */
const FLAGS = ['--max-semi-space-size=64'];
const SECRET = 'bench-secret-of-sufficient-length';
const REALM_KEY = 'bench-key-of-the-realm';
const REDIRECT_URI = 'https://app.example.com/callback';
const PASSWORD = 'bench password of a user';
/** Onesait keeps one pair of tokens for each: as many as a benchmark has refresh tokens at once, by default. */
const USERS = Array.from({ length: 64 }, (_, index) => `bench-${index}`);

/** This server as it runs in production: on its database, with its log and its audit, nothing switched off. */
export const realmgate = {
  name: 'realmgate',

  async start({ cpu, workFolder, database }) {
    const port = await freePort();
    const url = `http://127.0.0.1:${port}`;
    const log = `${workFolder}/realmgate.log`;
    const env = settings({ port, url, database: database ?? `sqlite:${workFolder}/realmgate.sqlite` });
    const child = startPinned({ cpu, command: [process.execPath, ...FLAGS, PROGRAM], env, log });
    await answering(child, `${url}/health/ready`, { ok: true, log });
    return { child, ...paths(url, await provision(url)) };
  },
};

const settings = ({ port, url, database }) => ({
  PATH: process.env.PATH,
  NODE_ENV: 'production',
  HOST: '127.0.0.1',
  PORT: String(port),
  PUBLIC_URL: url,
  DATABASE_URL: database,
  MASTER_KEY: randomBytes(32).toString('base64'),
  DEFAULT_REALM_KEY: randomBytes(24).toString('base64url'),
  BOOTSTRAP_ADMIN_CLIENT_SECRET: SECRET,
});

/** Makes, over the admin API, a realm with a client for each token format and users; answers with the realm's name. */
async function provision(url) {
  const admin = await post(
    `${url}/realms/master/oauth/token`,
    basic('realmgate-admin', SECRET),
    form({ grant_type: 'client_credentials', scope: 'admin:read admin:write' }),
  );
  const name = `bench-${randomBytes(4).toString('hex')}`;
  const create = (path, body) => post(`${url}/admin/v1/realms${path}`, `Bearer ${admin.access_token}`, body);
  await create('', { name, key: REALM_KEY, accessTokenFormat: 'opaque' });
  await create(`/${name}/scopes`, { name: 'api' });
  for (const accessTokenFormat of ['jwt', 'opaque']) {
    await create(`/${name}/clients`, {
      clientId: accessTokenFormat,
      clientSecret: SECRET,
      grantTypes: ['client_credentials', 'password', 'refresh_token'],
      scopes: ['api'],
      accessTokenFormat,
    });
  }
  await create(`/${name}/clients`, {
    clientId: 'web',
    clientSecret: SECRET,
    grantTypes: ['authorization_code'],
    scopes: ['openid'],
    redirectUris: [REDIRECT_URI],
    accessTokenFormat: 'opaque',
  });
  await create(`/${name}/roles`, { name: 'member' });
  for (const username of USERS) await create(`/${name}/users`, { username, password: PASSWORD, roles: ['member'] });
  return name;
}

function paths(url, realm) {
  const issuer = `${url}/realms/${realm}`;
  const token = (client) => ({ url: `${issuer}/oauth/token`, authorization: basic(client, SECRET) });
  const clientCredentials = { grant_type: 'client_credentials', scope: 'api' };
  const opaque = token('opaque');
  const goodbridge = { url: `${issuer}/dialects/goodbridge/oauth/token` };
  const onesait = { url: `${url}/oauth-server/oauth/token`, authorization: basic(realm, REALM_KEY) };
  const targets = {
    'jwt': () => ({ ...token('jwt'), body: form(clientCredentials) }),
    'opaque': () => ({ ...opaque, body: form(clientCredentials) }),
    'refresh': () => ({ ...opaque, refresh: 'grant_type=refresh_token&refresh_token=' }),
    'goodbridge-refresh': () => ({ ...goodbridge, refresh: 'grant_type=refresh&refresh_token=' }),
    'onesait-refresh': () => ({ ...onesait, refresh: 'grant_type=refresh_token&refresh_token=' }),
    'code': () => ({ ...token('web'), ...codeRequest(REDIRECT_URI) }),
    async 'introspect'() {
      const { access_token: value } = await post(opaque.url, opaque.authorization, form(clientCredentials));
      return { ...opaque, url: `${issuer}/oauth/introspect`, body: form({ token: value }) };
    },
  };
  const login = (index) => ({ grant_type: 'password', username: USERS[index % USERS.length], password: PASSWORD });
  const browser = new SignedInBrowser({ username: USERS[0], password: PASSWORD });
  const authorization = form({
    response_type: 'code',
    client_id: 'web',
    redirect_uri: REDIRECT_URI,
    scope: 'openid',
    nonce: 'nonce',
    code_challenge: CHALLENGE,
    code_challenge_method: 'S256',
  });
  const newCode = () => browser.code(`${issuer}/oauth/authorize?${authorization}`);
  const begin = {
    'refresh': (index) => post(opaque.url, opaque.authorization, form({ ...login(index), scope: 'api' })),
    'goodbridge-refresh': () =>
      post(goodbridge.url, '', { grant_type: 'client_credentials', client_id: 'opaque', client_secret: SECRET }),
    'onesait-refresh': (index) => post(onesait.url, onesait.authorization, form(login(index))),
  };
  return {
    speaks: (path) => path in targets,
    target: async (path) => {
      // Once through the pages, so that codes come without them.
      if (path === 'code') await newCode();
      return targets[path]();
    },
    seed: async (path, index) => (path === 'code' ? newCode() : (await begin[path](index)).refresh_token),
  };
}
