import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { LogoImages } from '../../../src/egress/logo-images.service.js';
import { logoPath } from '../../../src/pages/logos/logo-path.js';
import { aClient, aRealm } from '../../support/builders.js';
import { startServer, type TestServer } from '../../support/server.js';

const PNG = Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), Buffer.alloc(64)]);
const SVG = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>');
const LOGO = 'https://acme.example/logo.png';

let server: TestServer;
let elsewhere: Server;
let origin: string;
let asked = 0;

beforeAll(async () => {
  elsewhere = createServer((request, response) => {
    asked++;
    const isBig = request.url === '/big.png';
    const body = request.url === '/logo.svg' ? SVG : isBig ? Buffer.concat([PNG, Buffer.alloc(300_000)]) : PNG;
    response.writeHead(request.url === '/gone.png' ? 404 : 200, { 'content-type': 'image/png' }).end(body);
  }).listen(0, '127.0.0.1');
  await once(elsewhere, 'listening');
  const authority = `127.0.0.1:${(elsewhere.address() as AddressInfo).port}`;
  origin = `http://${authority}`;
  server = await startServer({ settings: { EGRESS_ALLOW: authority } });
});

afterAll(async () => {
  elsewhere.close();
  await server.close();
});

describe('the logo of a realm', () => {
  it('req 19: is asked for at this server, which has one path for each address', async () => {
    const realm = await aRealm(server, { branding: { logoUri: LOGO } });
    const html = await (await fetch(`${server.issuer(realm.name)}/login`)).text();
    expect(html).toContain(`<img src="${logoPath(realm, LOGO)}" alt=""`);
    expect(html).not.toContain('acme.example');
  });

  it('req 67, 68: nobody can have the server fetch another address', async () => {
    const realm = await aRealm(server);
    const client = await aClient(server, realm);
    const before = asked;
    for (const path of [logoPath(realm, `${origin}/logo.png`), logoPath(realm, `${origin}/logo.png`, client.clientId)])
      expect((await fetch(`${server.url}${path}`)).status).toBe(404);
    expect(asked).toBe(before);
  });
});

describe('an image from elsewhere', () => {
  it('req 68: is served for what it is, and fetched once', async () => {
    const images = server.get(LogoImages);
    const before = asked;
    for (const round of [1, 2])
      expect([round, (await images.find(`${origin}/logo.png`))?.contentType]).toEqual([round, 'image/png']);
    expect(asked).toBe(before + 1);
  });

  it.each(['logo.svg', 'big.png', 'gone.png'])('req 68: is none when it is %s', async (name) => {
    expect(await server.get(LogoImages).find(`${origin}/${name}`)).toBeNull();
  });

  it('req 67: is none when its address is not public', async () => {
    expect(await server.get(LogoImages).find('https://127.0.0.1:1/logo.png')).toBeNull();
  });
});
