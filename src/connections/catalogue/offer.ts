import type { SettingFields } from '../apps/app.types.js';
import type { DrawnBlueprint, DrawnConfig, OfferedBlueprint } from './blueprint.types.js';

const CLIENT_ID = 'client_id';
const CLIENT_SECRET = 'client_secret';

/**
 * An app made ready for others, who each have a client of their own at the provider: what the offering realm entered for
 * itself becomes a question. Configs that are switched off stay where they are.
 */
export function offerOf({ app, settings, configs, requests }: DrawnBlueprint): OfferedBlueprint {
  const inUse = configs.filter(({ status }) => status !== 'disabled');
  const isAsked = settings.some(({ name }) => name === CLIENT_ID);
  const wantsClient = (config: DrawnConfig): boolean => !isAsked || hasOwnClient(config);
  const bySettings = inUse.some(wantsClient) && isOneClient(inUse, isAsked);
  return {
    app,
    settings: (bySettings ? withClient(settings, inUse) : settings).map(withoutClientId),
    configs: inUse.map((config) => {
      const { name, preset, definition } = config;
      return { name, preset, definition, awaitsClient: !bySettings && wantsClient(config) };
    }),
    requests,
  };
}

const hasOwnClient = ({ clientId, hasSecret }: DrawnConfig): boolean => clientId !== null || hasSecret;

/** Whether one setting can ask for it: no provider is ever shown the secret of another one. */
const isOneClient = (configs: readonly DrawnConfig[], isAsked: boolean): boolean =>
  configs.length === 1 ||
  (new Set(configs.map(({ clientId }) => clientId)).size === 1 && (isAsked || configs.some(hasOwnClient)));

function withClient(settings: readonly SettingFields[], configs: readonly DrawnConfig[]): SettingFields[] {
  const hasSecret = configs.some((one) => (hasOwnClient(one) ? one.hasSecret : one.definition.clientAuth !== 'none'));
  const asked = hasSecret ? [CLIENT_ID, CLIENT_SECRET] : [CLIENT_ID];
  const questions = asked.map((name) => clientSetting(name, settings.find((setting) => setting.name === name)?.help));
  return [...settings.filter(({ name }) => !asked.includes(name)), ...questions];
}

const clientSetting = (name: string, help: string | null = null): SettingFields => ({
  name,
  level: 'realm',
  kind: name === CLIENT_SECRET ? 'secret' : 'text',
  required: true,
  defaultValue: null,
  pattern: null,
  choices: null,
  help,
  prompt: 'install',
});

/** A default would have everybody speak as the client of whoever offers. */
const withoutClientId = (setting: SettingFields): SettingFields =>
  setting.name === CLIENT_ID && setting.defaultValue !== null
    ? { ...setting, defaultValue: null, required: true }
    : setting;
