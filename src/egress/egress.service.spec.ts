import { Logger } from '@nestjs/common';
import type { LookupAddress } from 'node:dns';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { testSettings } from '../../test/support/settings.js';
import { EgressJudge } from './egress-judge.js';
import { Egress } from './egress.service.js';
import { EgressError } from './egress.types.js';
import { HostResolver } from './host-resolver.js';

/** Answers from a list, the last entry again and again, and counts how often it was asked. */
class ScriptedResolver extends HostResolver {
  asked = 0;

  constructor(private readonly answers: readonly (readonly string[])[]) {
    super();
  }

  async resolve(): Promise<readonly LookupAddress[]> {
    const answer = this.answers[Math.min(this.asked++, this.answers.length - 1)] ?? [];
    return answer.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }));
  }
}

type Handler = (request: IncomingMessage, response: ServerResponse) => void;

/** A server on loopback that counts who connects. */
async function listen(handler: Handler): Promise<{ server: Server; port: number; connections: () => number }> {
  let connections = 0;
  const server = createServer(handler).on('connection', () => connections++);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { server, port: (server.address() as AddressInfo).port, connections: () => connections };
}

const purpose = 'test';
const egress = (allow: string, resolver: HostResolver = new ScriptedResolver([['127.0.0.1']])): Egress =>
  new Egress(new EgressJudge(resolver, testSettings({ EGRESS_ALLOW: allow })));
const faultOf = (call: Promise<unknown>): Promise<unknown> =>
  call.then(
    () => 'answered',
    (error: unknown) => (error instanceof EgressError ? error.fault : error),
  );

describe('the one door out', () => {
  let canary: Awaited<ReturnType<typeof listen>>;
  let friend: Awaited<ReturnType<typeof listen>>;
  let answer: Handler;
  let allowed: string;

  beforeAll(async () => {
    Logger.overrideLogger(false);
    canary = await listen((_request, response) => response.end('reached'));
    friend = await listen((request, response) => answer(request, response));
    allowed = `127.0.0.1:${friend.port}`;
  });
  afterAll(() => {
    for (const { server } of [canary, friend]) server.close();
    Logger.overrideLogger(true);
  });

  it('brings what an allowed address answers', async () => {
    answer = (_request, response) => response.setHeader('X-Kind', 'friend').end('hello');
    const response = await egress(allowed).fetch(`http://${allowed}/keys`, { purpose });
    expect(response).toMatchObject({ status: 200, headers: { 'x-kind': 'friend' }, body: Buffer.from('hello') });
  });

  it('sends a body where one is given', async () => {
    answer = (request, response) => void request.pipe(response);
    const body = 'logout_token=abc';
    const response = await egress(allowed).fetch(`http://${allowed}/`, { purpose, method: 'POST', body });
    expect(response.body.toString()).toBe(body);
  });

  it.each([
    'https://127.0.0.1:PORT/',
    'https://127.1:PORT/',
    'https://2130706433:PORT/',
    'https://0x7f000001:PORT/',
    'https://0.0.0.0:PORT/',
    'https://[::1]:PORT/',
    'https://[::ffff:127.0.0.1]:PORT/',
    'https://[::ffff:7f00:1]:PORT/',
    'https://localhost:PORT/',
    'https://a-name-that-resolves-to-loopback.example:PORT/',
    'https://169.254.169.254/latest/meta-data/',
    'http://127.0.0.1:PORT/',
    'http://keys.example.com:PORT/',
    'https://user:password@127.0.0.1:PORT/',
    'file:///etc/passwd',
    'ftp://127.0.0.1:PORT/',
    'https:127.0.0.1:PORT',
    '//127.0.0.1:PORT/',
    'no address at all',
  ])('req 67: refuses %s, and its host never hears of it', async (address) => {
    const door = egress(allowed);
    expect(await faultOf(door.fetch(address.replace('PORT', String(canary.port)), { purpose }))).toBe('refused');
    expect(canary.connections()).toBe(0);
  });

  it.each([[['93.184.216.34', '127.0.0.1']], [['127.0.0.1', '93.184.216.34']], [['::ffff:127.0.0.1']], [[]]])(
    'req 67: refuses a name with the addresses %j',
    async (addresses) => {
      const door = egress('', new ScriptedResolver([addresses]));
      expect(await faultOf(door.fetch(`https://keys.example.com:${canary.port}/`, { purpose }))).toBe('refused');
      expect(canary.connections()).toBe(0);
    },
  );

  it('req 67: looks a name up once and connects to what was judged, not to what the name means a moment later', async () => {
    const rebinding = new ScriptedResolver([['192.0.2.1'], ['127.0.0.1']]);
    const door = egress(`keys.example.com:${canary.port}`, rebinding);
    const call = door.fetch(`http://keys.example.com:${canary.port}/`, { purpose, timeoutMs: 200 });
    expect(['too_slow', 'unreachable']).toContain(await faultOf(call));
    expect(rebinding.asked).toBe(1);
    expect(canary.connections()).toBe(0);
  });

  it('req 67: what is allowed is that host at that port alone', async () => {
    const door = egress(`127.0.0.1:${friend.port}`);
    expect(await faultOf(door.fetch(`http://127.0.0.1:${canary.port}/`, { purpose }))).toBe('refused');
    expect(canary.connections()).toBe(0);
  });

  it('req 67: follows no redirect', async () => {
    answer = (_request, response) =>
      response.writeHead(302, { location: `http://127.0.0.1:${canary.port}/` }).end('moved');
    expect((await egress(allowed).fetch(`http://${allowed}/`, { purpose })).status).toBe(302);
    expect(canary.connections()).toBe(0);
  });

  it('req 67: takes no more than it asked for, whatever the length that is announced', async () => {
    answer = (_request, response) => response.end('x'.repeat(2000));
    expect(await faultOf(egress(allowed).fetch(`http://${allowed}/`, { purpose, maxBytes: 1999 }))).toBe('too_large');
    const whole = await egress(allowed).fetch(`http://${allowed}/`, { purpose, maxBytes: 2000 });
    expect(whole.body.length).toBe(2000);
  });

  it('req 67: stops waiting for an answer that does not come, and for one that does not end', async () => {
    const request = { purpose, timeoutMs: 100 };
    answer = () => undefined;
    expect(await faultOf(egress(allowed).fetch(`http://${allowed}/`, request))).toBe('too_slow');
    answer = (_request, response) => response.write('one byte');
    expect(await faultOf(egress(allowed).fetch(`http://${allowed}/`, request))).toBe('too_slow');
  });

  it('req 67: a failure tells the same of every cause', async () => {
    const door = egress(allowed, new ScriptedResolver([['127.0.0.1']]));
    const texts = await Promise.all(
      [`https://127.0.0.1:${canary.port}/`, 'https://keys.example.com/', `https://${allowed}/`].map((address) =>
        door.fetch(address, { purpose }).then(
          () => '',
          (error: Error) => error.message,
        ),
      ),
    );
    expect(new Set(texts)).toEqual(new Set(['The address could not be called.']));
  });
});
