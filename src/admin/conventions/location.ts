import type { FastifyReply } from 'fastify';

export const ADMIN_PATH = 'admin/v1';

/** Tells where the new resource is: a path, so that nothing of the request shapes it. */
export function locate(reply: FastifyReply, ...segments: readonly string[]): void {
  void reply.header('location', `/${ADMIN_PATH}/${segments.map(encodeURIComponent).join('/')}`);
}
