import type { HostPatterns } from '../templates/host-patterns.js';
import type { Variables } from '../templates/template.js';
import { variablesOf } from '../templates/variables.js';
import { calledUrls } from './config-hosts.js';
import type { ConfigDefinition } from './config.types.js';
import { urlOf } from './lint-texts.js';

/**
 * Hosts that a config sends secrets to, now that settings have these values. What is entered for it, and what a provider
 * gives by it, remembers them and is sent to no other one, whatever is changed afterwards.
 *
 * @param settings the realm's, and none that is secret: hosts are written down in the clear
 */
export function hostsOf(definition: ConfigDefinition, settings: Readonly<Record<string, string>>): HostPatterns {
  const known: Variables = variablesOf({ client: { id: definition.clientId, secret: null }, settings });
  const named = calledUrls(definition).flatMap((url) => urlOf(url, definition)?.hosts(known) ?? []);
  const others = (definition.proxy?.allowedHosts ?? []).map(canonical);
  return [...new Set([...named, ...others])].sort();
}

const canonical = (host: string): string => (URL.canParse(`https://${host}`) ? new URL(`https://${host}`).host : host);
