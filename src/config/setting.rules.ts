import { looksLikeId } from '../kernel/ids.js';
import { WELL_KNOWN_REALM_KEY } from './core-settings.js';
import { Settings } from './settings.js';

/** Realm `master` has a client of its own by that name, like every realm. */
const MASTER = 'master';

/** A setting that failed to parse is missing here, whatever its type says. */
type Parsed = Partial<Settings>;

/** Rules that concern more than one setting: each gives the problem it found, or nothing. */
const RULES: readonly ((settings: Parsed) => string | undefined)[] = [
  ({ publicUrl, allowHttp }) =>
    publicUrl?.startsWith('http:') && !isLoopback(new URL(publicUrl).hostname) && allowHttp === false
      ? 'PUBLIC_URL must be https unless its host is loopback. ALLOW_HTTP=true accepts it all the same.'
      : undefined,
  ({ isProduction, masterKeys }) =>
    isProduction && !masterKeys
      ? 'MASTER_KEY must be set in production. Make one with: openssl rand -base64 32'
      : undefined,
  ({ isProduction, defaultRealmKey, allowWellKnownRealmKey }) =>
    isProduction && defaultRealmKey === WELL_KNOWN_REALM_KEY && allowWellKnownRealmKey === false
      ? 'DEFAULT_REALM_KEY must be set to a key of your own in production (or set ALLOW_WELL_KNOWN_REALM_KEY=true).'
      : undefined,
  ({ bootstrapAdminClientId }) =>
    bootstrapAdminClientId && looksLikeId(bootstrapAdminClientId)
      ? 'BOOTSTRAP_ADMIN_CLIENT_ID must not have the form of a UUID.'
      : undefined,
  ({ bootstrapAdminClientId }) =>
    bootstrapAdminClientId === MASTER
      ? `BOOTSTRAP_ADMIN_CLIENT_ID must not be ${MASTER}, which is the client of the realm itself.`
      : undefined,
  ({ connHttpTimeoutMs, connLeaseSeconds }) =>
    connHttpTimeoutMs && connLeaseSeconds && connLeaseSeconds * 1000 <= 2 * connHttpTimeoutMs
      ? 'CONN_LEASE_SECONDS must be more than twice CONN_HTTP_TIMEOUT_MS, or two nodes could refresh one connection at once.'
      : undefined,
  ({ connBackoffFirstSeconds, connBackoffMostSeconds }) =>
    connBackoffFirstSeconds && connBackoffMostSeconds && connBackoffMostSeconds < connBackoffFirstSeconds
      ? 'CONN_BACKOFF_MOST_SECONDS must not be less than CONN_BACKOFF_FIRST_SECONDS.'
      : undefined,
];

const isLoopback = (host: string): boolean =>
  host === 'localhost' || host === '[::1]' || /^127\.\d+\.\d+\.\d+$/.test(host);

export const crossChecks = (settings: Parsed): string[] => RULES.flatMap((rule) => rule(settings) ?? []);
