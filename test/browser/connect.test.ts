import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser, Page } from 'playwright-core';
import { launchChromium, newVisitor } from '../support/browser.js';
import { Connecting, otherSite } from '../support/connecting.js';
import type { SuiteProvider } from '../support/providers/suite-provider.js';
import { RelyingParty } from '../support/relying-party.js';
import { aClient } from '../support/builders.js';
import { basic, bearer, postForm, request } from '../support/requests.js';
import type { TestServer } from '../support/server.js';

describe('connecting an account with a real browser', () => {
  let browser: Browser;
  let server: TestServer;
  let provider: SuiteProvider;
  let connecting: Connecting;
  let party: RelyingParty;
  beforeAll(async () => {
    browser = await launchChromium();
    ({ server, provider } = await Connecting.start());
    party = await RelyingParty.open();
  });
  beforeEach(async () => {
    provider.forget();
    connecting = await Connecting.open(server, provider);
  });
  afterAll(async () => {
    await browser.close();
    await server.close();
    await provider.close();
    party.close();
  });

  /** What an application is told to send its user to. */
  async function connectUrl(origin = otherSite(provider.url)): Promise<string> {
    const config = await connecting.config({ linkUrl: `${origin}/authorize` });
    const { realm, user } = connecting;
    const client = await aClient(server, realm, { scopes: ['conn:self'], redirectUris: [party.redirectUri] });
    const form = { grant_type: 'password', username: user.username, password: user.password, scope: 'conn:self' };
    const { body } = await postForm(`${server.issuer(realm.name)}/oauth/token`, form, basic(client));
    const started = await request(`${server.issuer(realm.name)}/connections/sessions`, {
      method: 'POST',
      headers: { ...bearer(String(body['access_token'])), 'content-type': 'application/json' },
      body: JSON.stringify({ config: config.id, returnUrl: party.redirectUri }),
    });
    return String(started.body['connectUrl']);
  }

  async function travel(url: string): Promise<Page> {
    const visitor = await newVisitor(browser);
    const page = await visitor.newPage();
    await page.goto(url);
    await page.locator('#username').fill(connecting.user.username);
    await page.locator('#password').fill(connecting.user.password);
    await page.locator('main form button').first().click();
    await page.locator('button[value=allow]').click();
    await page.waitForURL(`${party.redirectUri}?**`);
    return page;
  }

  it('lets the provider send its user from host to host before it asks anything', async () => {
    const hop = createServer(({ url = '' }, response) =>
      response.writeHead(302, { location: `${otherSite(provider.url)}${url}` }).end(),
    ).listen(0, '127.0.0.1');
    await once(hop, 'listening');
    const page = await travel(await connectUrl(`http://127.0.0.1:${(hop.address() as AddressInfo).port}`));
    expect(await connecting.connections()).toHaveLength(1);
    await page.context().close();
    hop.close();
  });

  it.each(['query', 'form_post'] as const)('comes back from another site when the answer is a %s', async (mode) => {
    provider.behave({ responseMode: mode });
    const page = await travel(await connectUrl());
    const [connection] = await connecting.connections();
    expect(party.answer).toMatchObject({ status: 'connected', connection_id: connection?.id });
    await page.context().close();
  });
});
