import { fileURLToPath } from 'node:url';
import { answering, freePort, startPinned } from '../child.mjs';
import { basic, form, post } from '../wire.mjs';

const PROGRAM = fileURLToPath(new URL('floor-server.mjs', import.meta.url));
const CLIENT = { id: 'bench', secret: 'bench-secret-of-sufficient-length' };

/** The bare minimum: what HTTP, one hash and one signature cost on this machine. */
export const floor = {
  name: 'floor',

  async start({ cpu, workFolder }) {
    const port = await freePort();
    const url = `http://127.0.0.1:${port}`;
    const log = `${workFolder}/floor.log`;
    const command = [process.execPath, PROGRAM, String(port), CLIENT.id, CLIENT.secret];
    const child = startPinned({ cpu, command, env: { NODE_ENV: 'production', PATH: process.env.PATH }, log });
    await answering(child, url, { log });
    return { child, ...paths(url) };
  },
};

function paths(url) {
  const authorization = basic(CLIENT.id, CLIENT.secret);
  return {
    speaks: (path) => ['jwt', 'opaque', 'introspect', 'refresh'].includes(path),
    async target(path) {
      const target = { url: `${url}/${path}`, authorization, body: '' };
      if (path === 'refresh') return { ...target, refresh: 'grant_type=refresh_token&refresh_token=' };
      if (path !== 'introspect') return { ...target, body: form({ grant_type: 'client_credentials', scope: 'api' }) };
      const { access_token: token } = await post(`${url}/opaque`, authorization, target.body);
      return { ...target, body: form({ token }) };
    },
    async seed() {
      return (await post(`${url}/seed`, authorization, '')).refresh_token;
    },
  };
}
