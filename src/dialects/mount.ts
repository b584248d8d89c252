import { Controller, type Type } from '@nestjs/common';

/**
 * Serves the routes of a controller below several paths: those that the clients of the dialect know, and those of every
 * realm (`realmPath`). The controller names only what follows them.
 */
export function mount(controller: Type<object>, paths: readonly string[]): Type<object> {
  const { name } = controller;
  const mounted = { [name]: class extends controller {} }[name]!;
  Controller([...paths])(mounted);
  return mounted;
}

/** Where a dialect is spoken for any realm. */
export const realmPath = (dialect: string): string => `realms/:realm/dialects/${dialect}`;
