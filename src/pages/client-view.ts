import type { Client } from '../clients/client.types.js';

/** A client as the pages show it. */
export interface ClientView {
  readonly name: string;
  readonly initial: string;
  /** Path of its logo here, null when it has none. */
  readonly logo: string | null;
  /** Whether it named itself: anybody can claim any name where clients register themselves (requirement 68). */
  readonly unverified: boolean;
}

export function clientView({ name, clientId, origin }: Client): ClientView {
  const shown = name ?? clientId;
  return { name: shown, initial: initialOf(shown), logo: null, unverified: origin === 'registration' };
}

/** The letter that stands for somebody without a picture. */
export const initialOf = (name: string): string => ([...name.trim()][0] ?? '?').toUpperCase();
