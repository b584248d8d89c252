import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A site of a client: what stands at its addresses, and who asked for it. */
export interface PublishedFiles {
  /** `http://127.0.0.1:port`; its `host:port` belongs into `EGRESS_ALLOW`. */
  readonly origin: string;
  readonly authority: string;
  /** Bodies by path. */
  readonly files: Map<string, string | Buffer>;
  /** The paths that were asked for. */
  readonly asked: string[];
  close(): Promise<void>;
}

export async function publishFiles(): Promise<PublishedFiles> {
  const files = new Map<string, string | Buffer>();
  const asked: string[] = [];
  const site = createServer((request, response) => {
    asked.push(request.url ?? '');
    const body = files.get(request.url ?? '');
    response.writeHead(body === undefined ? 404 : 200, { 'content-type': 'application/octet-stream' }).end(body);
  }).listen(0, '127.0.0.1');
  await once(site, 'listening');
  const authority = `127.0.0.1:${(site.address() as AddressInfo).port}`;
  const close = async (): Promise<void> => {
    site.close();
    site.closeAllConnections();
    await once(site, 'close');
  };
  return { origin: `http://${authority}`, authority, files, asked, close };
}
