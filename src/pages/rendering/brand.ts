import type { Realm } from '../../realms/realm.types.js';
import { logoPath } from '../logos/logo-path.js';
import { inkOn, legible } from './colour.js';

/** What makes the pages of a realm its own. */
export interface Brand {
  readonly name: string;
  /** The letter that stands for a logo where there is none. */
  readonly initial: string;
  /** Path of the logo, which this server hands on; null when the realm has none. */
  readonly logo: string | null;
  /** Custom properties that `pages.css` reads, for both colour schemes. */
  readonly css: string;
}

const PRIMARY = '#3454d1';
/** Surfaces of `pages.css`: what the colour has to stand out from. */
const LIGHT = '#ffffff';
const DARK = '#1a1d24';
/** WCAG 2.2, 1.4.3 and 1.4.11: text, and what a control is recognised by. */
const TEXT = 4.5;
const CONTROL = 3;

/** Pages that no realm can be told for bear the name of the product. */
export function brandOf(realm: Pick<Realm, 'name' | 'displayName' | 'branding'> | undefined): Brand {
  const name = realm?.displayName ?? realm?.name ?? 'Realmgate';
  const primary = realm?.branding.primaryColor ?? PRIMARY;
  const light = `:root{${properties(primary, LIGHT)}}`;
  const dark = `@media (prefers-color-scheme:dark){:root{${properties(primary, DARK)}}}`;
  return {
    name,
    initial: ([...name.trim()][0] ?? 'R').toUpperCase(),
    logo: realm ? logoPath(realm, realm.branding.logoUri) : null,
    css: `${light}${dark}`,
  };
}

function properties(primary: string, surface: string): string {
  const accent = legible(primary, surface, CONTROL);
  return `--accent:${accent};--on-accent:${inkOn(accent)};--accent-text:${legible(primary, surface, TEXT)}`;
}
