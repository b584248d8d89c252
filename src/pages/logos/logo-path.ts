import type { RealmRef } from '../../database/realm-ref.js';
import { sha256 } from '../../kernel/digest.js';

/** Stands for the address of a logo in the path of the copy here: another logo has another path. */
export const logoDigest = (address: string): string => sha256(address).toString('hex').slice(0, 16);

/** Path of the realm's logo, or of a client's, on this server; null where there is none. */
export function logoPath(
  realm: Pick<RealmRef, 'name'>,
  address: string | null | undefined,
  clientId?: string,
): string | null {
  if (address === null || address === undefined) return null;
  const whose = clientId === undefined ? '' : `?client=${encodeURIComponent(clientId)}`;
  return `/realms/${realm.name}/logo/${logoDigest(address)}${whose}`;
}

/** The same for a service that accounts are connected of. */
export const appLogoPath = (
  realm: Pick<RealmRef, 'name'>,
  { id, logoSourceUrl }: { readonly id: string; readonly logoSourceUrl: string | null },
): string | null =>
  logoSourceUrl === null ? null : `/realms/${realm.name}/logo/${logoDigest(logoSourceUrl)}?app=${id}`;
