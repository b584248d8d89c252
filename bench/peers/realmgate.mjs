import { randomBytes } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { answering, freePort, startPinned } from '../child.mjs';
import { basic, form, post } from '../wire.mjs';

const PROGRAM = fileURLToPath(new URL('../../dist/main.js', import.meta.url));
const SECRET = 'bench-secret-of-sufficient-length';
const USER = { username: 'bench', password: 'bench password of a user' };

/** This server as it runs in production: on its database, with its log and its audit, nothing switched off. */
export const realmgate = {
  name: 'realmgate',

  async start({ cpu, workFolder, database }) {
    const port = await freePort();
    const url = `http://127.0.0.1:${port}`;
    const log = `${workFolder}/realmgate.log`;
    const env = settings({ port, url, database: database ?? `sqlite:${workFolder}/realmgate.sqlite` });
    const child = startPinned({ cpu, command: [process.execPath, PROGRAM], env, log });
    await answering(child, `${url}/health/ready`, { ok: true, log });
    return { child, ...paths(`${url}/realms/${await provision(url)}`) };
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

/** Makes, over the admin API, a realm with a client for each token format and a user; answers with the realm's name. */
async function provision(url) {
  const admin = await post(
    `${url}/realms/master/oauth/token`,
    basic('realmgate-admin', SECRET),
    form({ grant_type: 'client_credentials', scope: 'admin:read admin:write' }),
  );
  const name = `bench-${randomBytes(4).toString('hex')}`;
  const create = (path, body) => post(`${url}/admin/v1/realms${path}`, `Bearer ${admin.access_token}`, body);
  await create('', { name });
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
  await create(`/${name}/users`, USER);
  return name;
}

function paths(issuer) {
  const token = (client) => ({ url: `${issuer}/oauth/token`, authorization: basic(client, SECRET) });
  const clientCredentials = form({ grant_type: 'client_credentials', scope: 'api' });
  const opaque = token('opaque');
  const targets = {
    jwt: () => ({ ...token('jwt'), body: clientCredentials }),
    opaque: () => ({ ...opaque, body: clientCredentials }),
    refresh: () => opaque,
    async introspect() {
      const { access_token: value } = await post(opaque.url, opaque.authorization, clientCredentials);
      return { ...opaque, url: `${issuer}/oauth/introspect`, body: form({ token: value }) };
    },
  };
  const login = form({ grant_type: 'password', ...USER, scope: 'api' });
  return {
    target: async (path) => targets[path](),
    seed: async () => (await post(opaque.url, opaque.authorization, login)).refresh_token,
  };
}
