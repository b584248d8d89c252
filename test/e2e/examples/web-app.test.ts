import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import { DemoRealm } from '../../../src/provisioning/demo-realm.service.js';
import { DEMO } from '../../../src/provisioning/demo.js';
import { RealmsService } from '../../../src/realms/realms.service.js';
import { departureOf, FormBrowser, pageOf } from '../../support/form-browser.js';
import { ADMIN_SECRET, freePort, startServer, type TestServer } from '../../support/server.js';

/** The first shell lines of the documentation, as somebody would paste them who starts this server. */
function registration(server: TestServer, port: number): string {
  const [, lines = ''] = /```sh\n([^]*?)```/.exec(readFileSync('docs/sign-in.md', 'utf8')) ?? [];
  return lines
    .replace('http://localhost:3000', server.url)
    .replaceAll('localhost:4000', `localhost:${port}`)
    .replace('ADMIN_SECRET=...', `ADMIN_SECRET=${ADMIN_SECRET}`);
}

describe('the sample application, by its documentation', () => {
  let server: TestServer;
  let app: ChildProcess;
  let origin: string;

  beforeAll(async () => {
    server = await startServer();
    const port = await freePort();
    origin = `http://localhost:${port}`;
    if (!(await server.get(RealmsService).find(DEMO.realm))) await server.get(DemoRealm).create();
    const { stdout } = await promisify(execFile)('sh', ['-c', registration(server, port)]);
    const { clientSecret } = JSON.parse(stdout) as { clientSecret: string };
    const env = { CLIENT_SECRET: clientSecret, ISSUER: server.issuer('demo'), PORT: String(port) };
    app = spawn(process.execPath, ['examples/web-app/server.mjs'], { env, stdio: ['ignore', 'pipe', 'ignore'] });
    await once(createInterface({ input: app.stdout! }), 'line');
  });
  afterAll(async () => {
    app.kill();
    await server.close();
  });

  it('signs a user in and out', async () => {
    const [browser, pages] = [new FormBrowser(origin), new FormBrowser(server.url)];
    expect(pageOf(await browser.open('/')).html).toContain('Hello, stranger');

    const away = departureOf(await browser.open('/sign-in')).url;
    const back = departureOf(await pages.signIn(away, DEMO)).url;
    const welcome = pageOf(await browser.open(back));
    expect(welcome.html).toContain(`Hello, ${DEMO.fullName}`);

    const out = departureOf(await browser.submit(welcome)).url;
    expect(departureOf(await pages.open(out)).url.href).toBe(`${origin}/`);
    expect(pageOf(await browser.open('/')).html).toContain('Hello, stranger');
    expect(pageOf(await pages.open(away)).html).toContain('name="password"');
  });

  it('lets nobody in who brings an answer to a question that it has not asked', async () => {
    const stranger = new FormBrowser(origin);
    expect(pageOf(await stranger.open('/callback?code=rgc_x&state=y')).html).toContain('Hello, stranger');
    await stranger.open('/sign-in');
    expect(pageOf(await stranger.open('/callback?code=rgc_x&state=y')).html).toContain('Not signed in');
  });
});
