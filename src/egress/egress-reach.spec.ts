import { Logger } from '@nestjs/common';
import type { LookupAddress } from 'node:dns';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { testSettings } from '../../test/support/settings.js';
import { EgressJudge } from './egress-judge.js';
import { Egress } from './egress.service.js';
import { EgressError } from './egress.types.js';
import { HostResolver } from './host-resolver.js';

/** Every name means loopback. */
class LoopbackResolver extends HostResolver {
  async resolve(): Promise<readonly LookupAddress[]> {
    return [{ address: '127.0.0.1', family: 4 }];
  }
}

const purpose = 'test';
const realmId = 'acme';
const egress = (allow: string, publicUrl = 'http://localhost:3000'): Egress =>
  new Egress(new EgressJudge(new LoopbackResolver(), testSettings({ EGRESS_ALLOW: allow, PUBLIC_URL: publicUrl })));
const failureOf = (call: Promise<unknown>): Promise<EgressError> =>
  call.then(
    () => {
      throw new Error('It was answered.');
    },
    (error: unknown) => {
      if (error instanceof EgressError) return error;
      throw error;
    },
  );

describe('the one door out', () => {
  let server: Server;
  let port: number;
  let answer: (request: IncomingMessage, response: ServerResponse) => void;
  let url: string;

  beforeAll(async () => {
    Logger.overrideLogger(false);
    server = createServer((request, response) => answer(request, response)).listen(0, '127.0.0.1');
    await once(server, 'listening');
    ({ port } = server.address() as AddressInfo);
    url = `http://127.0.0.1:${port}/`;
  });
  beforeEach(() => {
    answer = (_request, response) => response.end('reached');
  });
  afterAll(() => {
    server.closeAllConnections();
    server.close();
    Logger.overrideLogger(true);
  });

  it.each(['127.0.0.1', '127.0.0.1:PORT', '127.0.0.0/8', '127.0.0.0/8:PORT', '[::1]:1,127.0.0.1'])(
    'req 67: opens for what %s names',
    async (entry) => {
      const allow = entry.replace('PORT', String(port));
      expect((await egress(allow).fetch(url, { purpose })).body.toString()).toBe('reached');
    },
  );

  it.each(['127.0.0.1:1', '127.0.0.0/8:1', '10.0.0.0/8', 'localhost', '[::1]', '127.0.0.2'])(
    'req 67: stays shut beside what %s names',
    async (entry) => {
      expect(await failureOf(egress(entry).fetch(url, { purpose }))).toMatchObject({ fault: 'refused', sent: false });
    },
  );

  it('req 67: lets a name through whose addresses are in a block, though not without https', async () => {
    const door = egress('127.0.0.0/8');
    expect((await failureOf(door.fetch(`http://peer.example:${port}/`, { purpose }))).fault).toBe('refused');
    expect((await failureOf(door.fetch(`https://peer.example:${port}/`, { purpose }))).fault).toBe('unreachable');
  });

  it('req 67: never calls its own server', async () => {
    expect((await failureOf(egress(`127.0.0.1:${port}`, url.slice(0, -1)).fetch(url, { purpose }))).fault).toBe(
      'refused',
    );
  });

  it('req 67: nor by its name with a dot at the end', async () => {
    const [own, dotted] = ['https://id.example.com', 'https://id.example.com.'];
    for (const end of ['', ':8443']) {
      const settings = testSettings({ PUBLIC_URL: `${own}${end}` });
      const judge = new EgressJudge(new LoopbackResolver(), settings);
      expect([judge.urlOf(`${dotted}${end}/`, false), judge.faultOf(`${dotted}${end}/`)]).toEqual([
        null,
        'leads back to this server',
      ]);
    }
  });

  it('req 67: keeps to the port of https where that is asked for, but for what is named', async () => {
    const request = { purpose, standardPort: true };
    expect((await failureOf(egress('').fetch('https://peer.example:8443/', request))).fault).toBe('refused');
    expect((await egress(`127.0.0.1:${port}`).fetch(url, request)).status).toBe(200);
  });

  it('says whether the other side may have heard', async () => {
    const door = egress('127.0.0.0/8');
    expect((await failureOf(door.fetch('http://127.0.0.1:1/', { purpose }))).sent).toBe(false);
    answer = (request) => request.socket.destroy();
    expect((await failureOf(door.fetch(url, { purpose, method: 'POST', body: 'x' }))).sent).toBe(true);
    answer = () => undefined;
    expect(await failureOf(door.fetch(url, { purpose, timeoutMs: 100 }))).toMatchObject({
      fault: 'too_slow',
      sent: true,
    });
  });

  it('gives up connecting before it gives up waiting', async () => {
    // Nobody answers there (RFC 5737).
    const door = egress('192.0.2.1');
    const began = performance.now();
    await failureOf(door.fetch('http://192.0.2.1/', { purpose, connectTimeoutMs: 100, timeoutMs: 5000 }));
    expect(performance.now() - began).toBeLessThan(4000);
  });

  it('hands bodies on as they come, with any method', async () => {
    answer = (request, response) => {
      response.writeHead(201, { 'x-method': request.method, 'set-cookie': ['a=1', 'b=2'] });
      request.pipe(response);
    };
    const body = Readable.from(['first ', 'second'], { objectMode: false });
    const stream = await egress('127.0.0.1').open(url, { purpose, realmId, method: 'PATCH', body });
    expect(stream).toMatchObject({ status: 201, headers: { 'x-method': 'PATCH', 'set-cookie': ['a=1', 'b=2'] } });
    expect(await text(stream.body)).toBe('first second');
  });

  it('cuts a stream off that is too long, or too slow', async () => {
    const door = egress('127.0.0.1');
    answer = (_request, response) => response.end('x'.repeat(2000));
    const long = await door.open(url, { purpose, realmId, maxBytes: 1999 });
    expect((await failureOf(text(long.body))).fault).toBe('too_large');
    answer = (_request, response) => void response.write('x');
    const slow = await door.open(url, { purpose, realmId, timeoutMs: 200 });
    expect((await failureOf(text(slow.body))).fault).toBe('too_slow');
  });

  it('ends the connection of a stream that nobody wants to read', async () => {
    const closed = once(server, 'connection').then(([socket]) => once(socket as NodeJS.EventEmitter, 'close'));
    answer = (_request, response) => void response.write('x');
    const stream = await egress('127.0.0.1').open(url, { purpose, realmId });
    stream.body.destroy();
    await closed;
  });

  it('has room for what sign-ins fetch though all who are to be told hang', async () => {
    const door = egress('127.0.0.1');
    const held: ServerResponse[] = [];
    answer = (request, response) => (request.url === '/hook' ? void held.push(response) : response.end('keys'));
    const hook = new URL('/hook', url).href;
    const notices = Array.from({ length: 128 }, () => door.fetch(hook, { purpose, lane: 'notices' }));
    expect((await failureOf(door.fetch(hook, { purpose, lane: 'notices' }))).fault).toBe('busy');
    expect((await door.fetch(url, { purpose })).body.toString()).toBe('keys');
    while (held.length < 128) await once(server, 'request');
    for (const response of held) response.end();
    await Promise.all(notices);
  });

  it('has streams for one realm though another has all that it may have', async () => {
    const door = egress('127.0.0.1');
    answer = (_request, response) => void response.write('x');
    const streams = await Promise.all(Array.from({ length: 64 }, () => door.open(url, { purpose, realmId })));
    expect((await failureOf(door.open(url, { purpose, realmId }))).fault).toBe('busy');
    streams.push(await door.open(url, { purpose, realmId: 'other' }));
    for (const { body } of streams) await once(body.destroy(), 'close');
    const again = await door.open(url, { purpose, realmId });
    again.body.destroy();
  });
});
