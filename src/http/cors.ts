import type { FastifyInstance, FastifyReply, FastifyRequest, HTTPMethods } from 'fastify';
import { traitsOf } from './route-config.js';

/** Which web origins may read the answers of a realm's protocol endpoints. */
export abstract class AllowedOrigins {
  /**
   * Whether the origin is that of a redirect URI of an enabled client of the realm.
   *
   * @throws DomainError `not_found` for a realm that is unknown or disabled.
   */
  abstract allows(realm: string, origin: string): Promise<boolean>;
}

const PREFLIGHT_SECONDS = '600';
/** Bytes. A host name has 253 characters at most: what is longer is no browser's, and nobody is asked about it. */
const MAX_ORIGIN = 300;

/**
 * CORS for the routes marked with `@CrossOrigin()`, and for no other: an origin is echoed only when it belongs to a
 * client of the realm, and never with credentials. For each such path a preflight is answered as well.
 */
export function addCors(server: FastifyInstance, origins: AllowedOrigins): void {
  const methods = new Map<string, Set<string>>();
  server.addHook('onRequest', (request, reply, done) => {
    if (!traitsOf(request).crossOrigin) return done();
    reply.header('vary', 'Origin');
    if (request.headers.origin === undefined && request.method !== 'OPTIONS') return done();
    allowOrigin(origins, request, reply).then(() => done(), done);
  });
  server.addHook('onRoute', ({ url, method, config }) => {
    if (!config?.crossOrigin || method === 'OPTIONS') return;
    const known = methods.get(url);
    const served = known ?? new Set<string>();
    for (const name of [method].flat()) served.add(name);
    if (known) return;
    methods.set(url, served);
    server.route({ method: 'OPTIONS' as HTTPMethods, url, config, handler: preflight(served) });
  });
}

/** Asks about a preflight without an origin too, so that it is 404 like everything else of a realm that is unknown. */
async function allowOrigin(origins: AllowedOrigins, request: FastifyRequest, reply: FastifyReply): Promise<void> {
  const { origin } = request.headers;
  const { realm } = request.params as { realm?: string };
  if (!realm) return;
  const isOne = origin !== undefined && origin !== '' && origin !== 'null' && origin.length <= MAX_ORIGIN;
  if (!isOne && request.method !== 'OPTIONS') return;
  const isAllowed = await origins.allows(realm, isOne ? origin : '');
  if (!isOne || !isAllowed) return;
  reply
    .header('access-control-allow-origin', origin)
    .header('access-control-expose-headers', 'WWW-Authenticate, X-Request-Id, Retry-After');
}

/** Without the origin's header, which the hook sets or not, a browser takes the other ones for a refusal. */
const preflight =
  (methods: ReadonlySet<string>) =>
  async (_request: FastifyRequest, reply: FastifyReply): Promise<void> => {
    reply
      .code(204)
      .header('access-control-allow-methods', [...methods].join(', '))
      .header('access-control-allow-headers', 'Authorization, Content-Type')
      .header('access-control-max-age', PREFLIGHT_SECONDS);
    await reply.send();
  };
