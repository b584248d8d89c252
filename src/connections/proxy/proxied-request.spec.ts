import type { FastifyRequest } from 'fastify';
import { Readable } from 'node:stream';
import { RawBody } from '../../http/raw-body.js';
import { proxiedRequest } from './proxied-request.js';

const arrived = (url: string, change: Partial<FastifyRequest> = {}): FastifyRequest =>
  ({ method: 'GET', headers: {}, body: undefined, raw: { url }, ...change }) as FastifyRequest;
const BASE = '/realms/acme/connections/0190/proxy/';
const body = (...chunks: Buffer[]): RawBody => new RawBody(Readable.from(chunks, { objectMode: false }));

const TEN_MIB = 10 * 1024 * 1024;
const readRequest = (request: FastifyRequest) => proxiedRequest(request, TEN_MIB);

describe('a request to the proxy', () => {
  it.each([
    ['users/1', { path: 'users/1', query: '' }],
    ['users?a=b&c=%2F?', { path: 'users', query: 'a=b&c=%2F?' }],
    ['a%2Fb/../%2e%2e/c', { path: 'a%2Fb/../%2e%2e/c', query: '' }],
    ['/evil.example', { path: '/evil.example', query: '' }],
    ['', { path: '', query: '' }],
  ])('takes %s as it was written', async (rest, place) => {
    expect((await readRequest(arrived(BASE + rest))).place).toEqual(place);
  });

  it('is not led astray by a path that names the proxy again', async () => {
    const { place } = await readRequest(arrived(`${BASE}x/proxy/y`));
    expect(place.path).toBe('x/proxy/y');
  });

  it('takes the host of its header, and gives back the content type that was set aside', async () => {
    const headers = { 'x-upstream-host': 'files.example.com', 'content-type': 'application/octet-stream' };
    const request = await readRequest(arrived(BASE, { headers, rawContentType: 'application/x-thing' }));
    expect([request.place.host, request.headers['content-type']]).toEqual(['files.example.com', 'application/x-thing']);
  });

  it('keeps a body whole up to a megabyte, and passes on a longer one', async () => {
    const small = await readRequest(arrived(BASE, { method: 'POST', body: body(Buffer.from('a'), Buffer.from('b')) }));
    expect(small.body).toEqual({ bytes: Buffer.from('ab') });
    const empty = await readRequest(arrived(BASE, { method: 'POST', body: body() }));
    expect(empty.body).toBeNull();
    const chunks = Array.from({ length: 3 }, () => Buffer.alloc(512 * 1024, 'x'));
    const large = await readRequest(arrived(BASE, { method: 'POST', body: body(...chunks) }));
    const stream = (large.body as { stream: Readable }).stream;
    expect(Buffer.concat((await stream.toArray()) as Buffer[])).toHaveLength(3 * 512 * 1024);
  });

  it('refuses more than ten megabytes, announced or not', async () => {
    const headers = { 'content-length': String(10 * 1024 * 1024 + 1) };
    await expect(readRequest(arrived(BASE, { headers, body: body() }))).rejects.toThrow('too large');
    const chunks = Array.from({ length: 11 }, () => Buffer.alloc(1024 * 1024));
    const request = await readRequest(arrived(BASE, { method: 'POST', body: body(...chunks) }));
    await expect((request.body as { stream: Readable }).stream.toArray()).rejects.toThrow('too large');
  });
});
