import type { SuiteProvider } from '../../../support/providers/suite-provider.js';
import type { Answer } from '../../../support/requests.js';
import { itemsOf } from '../../admin/support.js';
import { suiteConfig, type Vault } from '../support.js';

type Json = Record<string, unknown>;

let offers = 0;

/** A copy, as far as tests look at it. */
export interface ShownCopy {
  readonly appId: string;
  readonly installation: Json;
  readonly configs: readonly { readonly id: string; readonly callbackUrl: string; readonly status: string }[];
  readonly missing: readonly string[];
}

/** Whoever runs the server, and has the apps of the realm `master` to offer. */
export class Operator {
  constructor(
    private readonly vault: Vault,
    private readonly provider: SuiteProvider,
  ) {}

  /** @param path below the connections of `master` */
  send(method: string, path: string, body?: unknown): Promise<Answer> {
    return this.vault.admin(method, `/realms/master/connections${path}`, body);
  }

  async done(method: string, path: string, body?: unknown): Promise<Json> {
    const answer = await this.send(method, path, body);
    if (answer.status >= 300) throw new Error(`${method} ${path}: ${answer.status} ${answer.text}`);
    return answer.body;
  }

  /** A published app that is offered. @param configs what differs from a config of the provider */
  async offer(configs: readonly Json[] = [{}], fields: Json = {}): Promise<Offer> {
    const slug = `offer-${++offers}`;
    const app = await this.done('POST', '/apps', {
      name: 'Acme CRM',
      slug,
      status: 'published',
      offered: true,
      ...fields,
    });
    const at = `/apps/${String(app['id'])}`;
    const made: Json[] = [];
    for (const config of configs)
      made.push(await this.done('POST', `${at}/oauth-configs`, suiteConfig(this.provider, config)));
    return { slug, at, configs: made.map(({ id }) => `${at}/oauth-configs/${String(id)}`) };
  }
}

export interface Offer {
  readonly slug: string;
  /** Paths of the app and of its configs. */
  readonly at: string;
  readonly configs: readonly string[];
}

export const shownCopy = ({ body }: Answer): ShownCopy => ({
  appId: String((body['app'] as Json)['id']),
  installation: body['installation'] as Json,
  configs: body['configs'] as ShownCopy['configs'],
  missing: body['missing'] as string[],
});

export async function install(tenant: Vault, slug: string, body: Json = {}): Promise<ShownCopy> {
  const answer = await tenant.manage('POST', `/catalogue/${slug}/install`, body);
  if (answer.status !== 201) throw new Error(`Not installed: ${answer.status} ${answer.text}`);
  return shownCopy(answer);
}

/** What the catalogue shows to a realm, by slug. */
export async function catalogueOf(tenant: Vault): Promise<Map<string, Json>> {
  const entries = itemsOf(await tenant.manage('GET', '/catalogue'));
  return new Map(entries.map((entry) => [String(entry['slug']), entry]));
}
