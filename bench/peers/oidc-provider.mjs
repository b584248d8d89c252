import { fileURLToPath } from 'node:url';
import { answering, freePort, startPinned } from '../child.mjs';
import { basic, CHALLENGE, codeRequest, form, post } from '../wire.mjs';

const PROGRAM = fileURLToPath(new URL('oidc-provider-server.mjs', import.meta.url));
const CLIENT = { id: 'bench', secret: 'bench-secret-of-sufficient-length' };

/** The peer to beat: everything it knows is in its memory, and gone when it stops. */
export const oidcProvider = {
  name: 'oidc-provider',

  async start({ cpu, workFolder }) {
    const port = await freePort();
    const url = `http://127.0.0.1:${port}`;
    const log = `${workFolder}/oidc-provider.log`;
    const command = [process.execPath, PROGRAM, String(port), CLIENT.id, CLIENT.secret, CHALLENGE];
    const child = startPinned({ cpu, command, env: { NODE_ENV: 'production', PATH: process.env.PATH }, log });
    await answering(child, `${url}/jwks`, { ok: true, log });
    return { child, ...paths(url) };
  },
};

function paths(url) {
  const authorization = basic(CLIENT.id, CLIENT.secret);
  const token = { url: `${url}/token`, authorization };
  const clientCredentials = { grant_type: 'client_credentials', scope: 'api' };
  const targets = {
    jwt: () => ({ ...token, body: form({ ...clientCredentials, resource: 'urn:bench:api' }) }),
    opaque: () => ({ ...token, body: form(clientCredentials) }),
    refresh: () => ({ ...token, refresh: 'grant_type=refresh_token&refresh_token=' }),
    code: () => ({
      ...token,
      authorization: basic(`${CLIENT.id}-web`, CLIENT.secret),
      ...codeRequest(`${url}/callback`),
    }),
    async introspect() {
      const { access_token: value } = await post(token.url, authorization, form(clientCredentials));
      return { url: `${url}/token/introspection`, authorization, body: form({ token: value }) };
    },
  };
  return {
    speaks: (path) => path in targets,
    target: async (path) => targets[path](),
    seed: async (path) => {
      if (path === 'code') return (await post(`${url}/bench-code`, authorization, '')).code;
      return (await post(`${url}/bench-seed`, authorization, '')).refresh_token;
    },
  };
}
