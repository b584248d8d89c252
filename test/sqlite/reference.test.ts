import { request } from '../support/requests.js';
import { ServerProcess } from '../support/server-process.js';

describe('the API reference', () => {
  it('stands at /docs with scripts of this server alone, and its document at /docs-json', async () => {
    const server = await ServerProcess.start({});
    const page = await request(`${server.url}/docs`);
    expect(page.status).toBe(200);
    expect(page.headers.get('content-security-policy')).toContain("script-src 'self'");
    const scripts = [...page.text.matchAll(/<script[^>]*>/g)].map(([tag]) => tag);
    expect(scripts.length).toBeGreaterThan(0);
    for (const tag of scripts) {
      const source = /src="\.?\/?([^"]+)"/.exec(tag)?.[1] ?? 'inline';
      expect((await request(new URL(source, `${server.url}/`).href)).status).toBe(200);
    }
    const document = await request(`${server.url}/docs-json`);
    expect(document.headers.get('content-type')).toContain('application/json');
    expect(document.body['paths']).toHaveProperty(['/admin/v1/realms']);
    await server.dispose();
  });

  it('is not there with DOCS=off', async () => {
    const server = await ServerProcess.start({ DOCS: 'off' });
    for (const path of ['/docs', '/docs/', '/docs-json', '/docs/swagger-ui.css']) {
      expect((await request(server.url + path)).status).toBe(404);
    }
    await server.dispose();
  });
});
