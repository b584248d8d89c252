import { startSample, type Sample } from './sample-app.js';

describe('refusals over HTTP', () => {
  let sample: Sample;
  beforeAll(async () => {
    sample = await startSample();
  });
  afterAll(() => sample.server.stop());

  const call = (path: string, init?: RequestInit): Promise<Response> => fetch(sample.url + path, init);
  const form = (body: string | Buffer, headers: Record<string, string> = {}): Promise<Response> =>
    call('/realms/demo/token', {
      method: 'POST',
      body,
      headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
    });

  it('yields the pairs of a form in their order, with repeats, plus signs and empty values', async () => {
    const answer = await form('a=1&b=x+y%20%C3%A9&a=2&c=&d&&=e', {
      'content-type': 'Application/X-WWW-Form-Urlencoded; charset=UTF-8',
    });
    expect(answer.status).toBe(200);
    expect(await answer.json()).toEqual({
      pairs: [
        ['a', '1'],
        ['b', 'x y é'],
        ['a', '2'],
        ['c', ''],
        ['d', ''],
        ['', 'e'],
      ],
    });
    expect(answer.headers.get('cache-control')).toBe('no-store');
  });

  it.each([
    ['a percent sign without digits', 'a=%G1'],
    ['percent-encoded bytes that are no UTF-8', 'a=%C3%28'],
    ['bytes that are no UTF-8', Buffer.from([0x61, 0x3d, 0xff])],
  ])('req 53: refuses %s as invalid_request', async (_what, body) => {
    const answer = await form(body);
    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject({ error: 'invalid_request' });
    expect(answer.headers.get('content-type')).toMatch(/^application\/json/);
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect(answer.headers.get('pragma')).toBe('no-cache');
  });

  it('req 40: refuses JSON, other types and no body at all where a form is asked for', async () => {
    const json = await form('{"a":1}', { 'content-type': 'application/json' });
    const xml = await form('<a/>', { 'content-type': 'application/xml' });
    const nothing = await call('/realms/demo/token?grant_type=x', { method: 'POST' });
    for (const answer of [json, xml, nothing]) {
      expect(answer.status).toBe(400);
      expect(await answer.json()).toMatchObject({ error: 'invalid_request' });
    }
  });

  it('req 89: answers a body over 64 KiB with 413 in the shape of its route', async () => {
    const protocol = await form(`a=${'x'.repeat(65 * 1024)}`);
    expect(protocol.status).toBe(413);
    expect(await protocol.json()).toMatchObject({ error: 'invalid_request' });
    const admin = await call('/things', {
      method: 'PUT',
      body: JSON.stringify({ title: 'x'.repeat(70_000) }),
      headers: { 'content-type': 'application/json' },
    });
    expect(admin.status).toBe(413);
    expect(admin.headers.get('content-type')).toMatch(/^application\/problem\+json/);
  });

  it('req 89: answers a body over 64 KiB that announces no length with 413', async () => {
    const chunk = new Uint8Array(16 * 1024).fill(0x61);
    const body = new ReadableStream({
      start(controller) {
        for (let sent = 0; sent < 6; sent += 1) controller.enqueue(chunk);
        controller.close();
      },
    });
    const answer = await call('/realms/demo/token', {
      method: 'POST',
      body,
      duplex: 'half',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    } as RequestInit);
    expect(answer.status).toBe(413);
  });

  const put = (body: string): Promise<Response> =>
    call('/things', { method: 'PUT', body, headers: { 'content-type': 'application/json' } });

  it.each([
    ['malformed', '{"title":'],
    ['nested too deep', '['.repeat(40) + ']'.repeat(40)],
    ['with a prototype in it', '{"__proto__":{"admin":true}}'],
    ['with half a surrogate pair in a text', '{"title":"\\ud800"}'],
    ['with half a surrogate pair in a name', '{"\\udfff":1}'],
  ])('req 89: refuses JSON that is %s', async (_what, body) => {
    const answer = await put(body);
    expect(answer.status).toBe(400);
    expect(answer.headers.get('content-type')).toMatch(/^application\/problem\+json/);
    expect(await answer.json()).toMatchObject({ status: 400, title: 'Bad Request' });
  });

  it('names every bad field once, by its path, and refuses fields that no DTO has', async () => {
    const answer = await put(
      JSON.stringify({ 'title': 'too long', 'parts': [{ name: 1 }], 'role': 'admin', '<b>': 1 }),
    );
    const body = (await answer.json()) as { errors: { field: string; message: string }[] };
    expect(answer.status).toBe(400);
    expect(body.errors.map(({ field }) => field).sort()).toEqual(['(unnamed)', 'parts[0].name', 'role', 'title']);
    expect(JSON.stringify(body)).not.toContain('<b>');
  });

  it('answers another content type with 415', async () => {
    const answer = await call('/things', { method: 'PUT', body: 'x', headers: { 'content-type': 'text/plain' } });
    expect(answer.status).toBe(415);
    expect(await answer.json()).toMatchObject({ status: 415 });
  });

  it.each([
    ['conflict', 409],
    ['stale', 412],
    ['too_many', 429],
    ['unauthenticated', 401],
  ])('gives a domain refusal "%s" the status %i', async (name, status) => {
    const answer = await call(`/things/fail/${name}`);
    expect(answer.status).toBe(status);
    expect(await answer.json()).toMatchObject({ status, code: name });
    if (name === 'too_many') expect(answer.headers.get('retry-after')).toBe('7');
    if (name === 'unauthenticated') expect(answer.headers.get('www-authenticate')).toBe('Bearer');
  });

  it('sends an OAuth error as RFC 6749 asks, with its challenge and without its detail', async () => {
    const answer = await call('/realms/demo/fail/invalid_client');
    expect(answer.status).toBe(401);
    expect(answer.headers.get('www-authenticate')).toBe('Basic realm="demo"');
    expect(await answer.json()).toEqual({
      error: 'invalid_client',
      error_description: 'Client authentication failed.',
    });
  });

  it('req 27: tells nobody of an unforeseen error but the log, and the log once', async () => {
    const before = sample.lines.length;
    const answer = await call('/things/fail/unforeseen');
    const text = await answer.text();
    expect(answer.status).toBe(500);
    expect(text).not.toContain('rga_secret');
    const errors = sample.lines.slice(before).filter(({ level }) => level === 'error');
    expect(errors).toHaveLength(1);
    expect(errors[0]!.fields).toMatchObject({ requestId: answer.headers.get('x-request-id') });
  });

  it.each(['/nowhere/<script>', '/things/a/b/c', '/realms/demo/token'])(
    'req 88: answers GET %s with 404 problem JSON that repeats nothing',
    async (path) => {
      const answer = await call(path);
      const text = await answer.text();
      expect(answer.status).toBe(404);
      expect(answer.headers.get('content-type')).toMatch(/^application\/problem\+json/);
      expect(text).not.toContain('script');
      expect(text).not.toContain(path);
    },
  );

  it('answers a malformed address with 400 and one that is too long with 414, as problem JSON', async () => {
    const malformed = await call('/things/%zz');
    expect(malformed.status).toBe(400);
    expect(malformed.headers.get('content-type')).toMatch(/^application\/problem\+json/);
    const long = await call(`/things/${'x'.repeat(1100)}`);
    expect(long.status).toBe(414);
    expect(long.headers.get('content-type')).toMatch(/^application\/problem\+json/);
  });
});
