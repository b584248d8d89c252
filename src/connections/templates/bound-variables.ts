import { isAmong, type HostPatterns } from './host-patterns.js';
import type { Variables } from './template.js';
import { SecretWithheld } from './template-error.js';

/** A secret, and where it may be sent: to the hosts that it was entered for. */
export interface BoundValue {
  readonly value: string;
  readonly hosts: HostPatterns;
}

/**
 * Variables of which some are secrets. Who takes them for a plain map finds only what may be sent anywhere, and so does
 * who copies them; secrets are found by {@link sentTo} alone.
 */
export class BoundVariables extends Map<string, string> {
  constructor(
    open: Variables,
    private readonly secrets: ReadonlyMap<string, BoundValue>,
  ) {
    super([...open].filter(([name]) => !secrets.has(name)));
  }

  /** These, and others that are nearer: a name that both have is taken from the others. */
  with(open: Variables, secrets: ReadonlyMap<string, BoundValue> = new Map()): BoundVariables {
    const kept = [...this.secrets].filter(([name]) => !open.has(name));
    return new BoundVariables(new Map([...this, ...open]), new Map([...kept, ...secrets]));
  }

  /** For a request to one host. Who asks for a secret that is not for that host gets a {@link SecretWithheld}. */
  at(host: string): Variables {
    return new HostVariables(host, this, this.secrets);
  }
}

class HostVariables extends Map<string, string> {
  constructor(
    private readonly host: string,
    open: Variables,
    private readonly secrets: ReadonlyMap<string, BoundValue>,
  ) {
    super([...open]);
  }

  override get(name: string): string | undefined {
    const secret = this.secrets.get(name);
    if (!secret) return super.get(name);
    if (isAmong(secret.hosts, this.host)) return secret.value;
    throw new SecretWithheld(name, this.host);
  }
}

/** What templates of a request may name that goes to a host: `host` or `host:port`. */
export const sentTo = (variables: Variables, host: string): Variables =>
  variables instanceof BoundVariables ? variables.at(host) : variables;

/** The variables with nearer ones, whatever they are. */
export const nearer = (variables: Variables, open: Variables, secrets?: ReadonlyMap<string, BoundValue>): Variables =>
  (variables instanceof BoundVariables ? variables : new BoundVariables(variables, new Map())).with(open, secrets);
