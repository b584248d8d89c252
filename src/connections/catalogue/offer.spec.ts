import { CONFIG_DEFAULTS } from '../configs/config.types.js';
import type { SettingFields } from '../apps/app.types.js';
import type { DrawnConfig } from './blueprint.types.js';
import { offerOf } from './offer.js';

const definition = { ...CONFIG_DEFAULTS, linkUrl: 'https://crm.example/a', tokenUrl: 'https://crm.example/t' };
const config = (name: string, changes: Partial<DrawnConfig> = {}): DrawnConfig => ({
  ...{ name, preset: null, definition, status: 'active', clientId: null, hasSecret: false },
  ...changes,
});
const setting = (name: string, changes: Partial<SettingFields> = {}): SettingFields => ({
  ...{ name, level: 'realm', kind: 'text', required: false, defaultValue: null, pattern: null },
  ...{ choices: null, help: null, prompt: 'install' },
  ...changes,
});

const offered = (configs: DrawnConfig[], settings: SettingFields[] = []) => {
  const app = { name: 'CRM', description: null, logoSourceUrl: null };
  const offer = offerOf({ app, settings, configs, requests: [] });
  return {
    asks: offer.settings.filter(({ required }) => required).map(({ name, kind }) => [name, kind]),
    waits: offer.configs.map(({ name, awaitsClient }) => [name, awaitsClient]),
    settings: offer.settings,
  };
};

describe('an app that is offered', () => {
  it('asks for the client that its realm has entered', () => {
    const own = { clientId: 'id-1', hasSecret: true };
    const { asks, waits } = offered([config('A', own), config('B', own)], [setting('region')]);
    expect(asks).toEqual([
      ['client_id', 'text'],
      ['client_secret', 'secret'],
    ]);
    expect(waits).toEqual([
      ['A', false],
      ['B', false],
    ]);
  });

  it('asks for one that its realm has not entered either', () => {
    expect(offered([config('A')]).asks).toEqual([
      ['client_id', 'text'],
      ['client_secret', 'secret'],
    ]);
    expect(offered([config('A'), config('B')]).waits).toEqual([
      ['A', true],
      ['B', true],
    ]);
    expect(offered([config('A'), config('B')], [setting('client_id')]).asks).toEqual([]);
  });

  it('asks a public client for no secret', () => {
    expect(offered([config('A', { clientId: 'id-1' })]).asks).toEqual([['client_id', 'text']]);
  });

  it('shows no provider the client of another: each of several waits for its own', () => {
    const { asks, waits } = offered([
      config('A', { clientId: 'id-1', hasSecret: true }),
      config('B', { clientId: 'id-2' }),
    ]);
    expect([asks, waits]).toEqual([
      [],
      [
        ['A', true],
        ['B', true],
      ],
    ]);
    const settings = [setting('client_id', { required: true })];
    expect(offered([config('A'), config('B', { clientId: 'id-2' })], settings).waits).toEqual([
      ['A', false],
      ['B', true],
    ]);
  });

  it('gives nobody its client by a default', () => {
    const { settings } = offered([config('A')], [setting('client_id', { defaultValue: 'id-1', help: 'From Acme.' })]);
    expect(settings).toEqual([setting('client_id', { required: true, help: 'From Acme.' })]);
  });

  it('leaves out what is switched off', () => {
    const off = config('Old', { status: 'disabled', clientId: 'id-0' });
    expect(offered([off, config('A', { status: 'unhealthy' })]).waits).toEqual([['A', false]]);
  });
});
