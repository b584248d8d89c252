import { Injectable } from '@nestjs/common';
import type { RealmRef } from '../../database/realm-ref.js';
import type { FieldError } from '../../kernel/domain-error.js';
import { SettingsValues } from '../apps/settings-values.service.js';
import { ConfigSecrets } from '../configs/config-secrets.service.js';
import { ConfigsService } from '../configs/configs.service.js';
import type { AppBlueprint } from './blueprint.types.js';

/** Shorter ones are found in texts by chance. */
const MIN_LENGTH = 6;
const MESSAGE = 'holds a secret that this realm has entered: put a placeholder in its place';

/** The secrets that a realm has entered for an app, looked for where they do not belong, whatever they are called there. */
@Injectable()
export class KnownSecrets {
  constructor(
    private readonly values: SettingsValues,
    private readonly configs: ConfigsService,
    private readonly secrets: ConfigSecrets,
  ) {}

  async within(
    realm: RealmRef,
    appId: string,
    { app, settings, configs, requests }: AppBlueprint,
  ): Promise<FieldError[]> {
    const spelt = (await this.of(realm, appId)).flatMap(spellings);
    return Object.entries({ app, settings, configs, requests })
      .filter(([, part]) => textsIn(part).some((text) => spelt.some((secret) => text.includes(secret))))
      .map(([field]) => ({ field, message: MESSAGE }));
  }

  private async of(realm: RealmRef, appId: string): Promise<string[]> {
    const { secrets } = await this.values.resolve(realm, { appId }, null);
    const own = await Promise.all((await this.configs.ofApp(realm, appId)).map((one) => this.secrets.open(realm, one)));
    const all = [...Object.values(secrets), ...own].map((secret) => secret?.value ?? '');
    return all.filter((secret) => secret.length >= MIN_LENGTH);
  }
}

/** As headers, bodies and addresses may write it. */
const spellings = (secret: string): string[] => [
  secret,
  encodeURIComponent(secret),
  JSON.stringify(secret).slice(1, -1),
  Buffer.from(secret).toString('base64').replace(/=+$/, ''),
];

/** Names and values at every depth. */
function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, member]) => [name, ...textsIn(member)]);
}
