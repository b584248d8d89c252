import { RouteConfig } from '@nestjs/platform-fastify';
import type { FastifyRequest } from 'fastify';
import type { ErrorShape } from './error-shape.js';

/** What a route says of itself for the hooks and the error filter, which see every request, also those that no handler sees. */
export interface RouteTraits {
  /** How its refusals look on the wire, or `page` where a person reads them; problem JSON when it says nothing. */
  readonly errors?: ErrorShape | 'page';
  /** Whether pages of other origins may read its answers; see `cors.ts`. */
  readonly crossOrigin?: boolean;
  /** Whether no cache may keep its answers. */
  readonly noStore?: boolean;
  /** Whether its handler takes bodies unread; see `raw-body.ts`. */
  readonly rawBody?: boolean;
}

declare module 'fastify' {
  // Fastify offers this interface to be extended with what an application keeps in its routes.
  // eslint-disable-next-line @typescript-eslint/no-empty-object-type
  interface FastifyContextConfig extends RouteTraits {}
}

const declared = new WeakMap<object, RouteTraits>();

/** Adds to what a handler, or every handler of a controller, says of its route. A handler's own word wins over its controller's. */
export const routeTraits =
  (traits: RouteTraits): ClassDecorator & MethodDecorator =>
  (target: object, _name?: string | symbol, descriptor?: PropertyDescriptor) => {
    if (descriptor) return add(descriptor.value as object, traits, 'replace');
    for (const method of methodsOf((target as { prototype: object }).prototype)) add(method, traits, 'keep');
  };

function methodsOf(prototype: object): object[] {
  return Object.entries(Object.getOwnPropertyDescriptors(prototype)).flatMap(([name, { value }]) =>
    name !== 'constructor' && typeof value === 'function' ? [value as object] : [],
  );
}

function add(handler: object, traits: RouteTraits, conflict: 'replace' | 'keep'): void {
  const known = declared.get(handler);
  const merged = conflict === 'replace' ? { ...known, ...traits } : { ...traits, ...known };
  declared.set(handler, merged);
  RouteConfig(merged)(handler as never);
}

export const traitsOf = (request: FastifyRequest): RouteTraits => request.routeOptions?.config ?? {};
