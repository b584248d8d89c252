import type { Client } from '../clients/client.types.js';
import type { RealmRef } from '../database/realm-ref.js';
import { logoPath } from './logos/logo-path.js';

/** A client as the pages show it. */
export interface ClientView {
  readonly name: string;
  readonly initial: string;
  /** Path of its logo here, null when it has none. */
  readonly logo: string | null;
  /** Whether it named itself: anybody can claim any name where clients register themselves (requirement 68). */
  readonly unverified: boolean;
}

export function clientView(realm: RealmRef, { name, clientId, origin, logoUri }: Client): ClientView {
  const shown = name ?? clientId;
  return {
    name: shown,
    initial: initialOf(shown),
    logo: logoPath(realm, logoUri, clientId),
    unverified: origin === 'registration',
  };
}

/** The letter that stands for somebody without a picture. */
export const initialOf = (name: string): string => ([...name.trim()][0] ?? '?').toUpperCase();
