import { PresetsService } from '../presets/presets.service.js';
import { importConfig } from './import.js';
import type { ImportContext } from './import.types.js';

const CONTEXT: ImportContext = { presets: new PresetsService().list(), urlFault: () => null, settings: [] };
const PASTED = {
  'Link url': 'https://accounts.google.com/o/oauth2/v2/auth?scope=openid',
  'Token url': 'https://oauth2.googleapis.com/token',
  'Refresh token url': '',
  'Request body':
    '{"grant_type": "authorization_code", "code": "{{code}}", "client_id": {{client_id}}, "client_secret": {{client_secret}}}',
};
const codes = (result: ReturnType<typeof importConfig>, level: string): string[] =>
  result.findings.filter((each) => each.level === level).map(({ code }) => code);

describe('an import for a provider that is known', () => {
  it('follows the ways of a provider that it knows by its host', () => {
    const result = importConfig(PASTED, CONTEXT);
    expect(result.preset).toBe('google');
    expect(result.definition).toMatchObject({ bodyFormat: 'form', pkce: 'S256', refreshUrl: null });
    expect(codes(result, 'warning')).toEqual(['offline_access_missing']);
  });

  it('makes a config of a preset alone', () => {
    const result = importConfig({ preset: 'github', client_id: 'id-1', clientSecret: 's' }, CONTEXT);
    expect(result).toMatchObject({ name: 'GitHub', preset: 'github', status: 'active', clientSecret: 's' });
    expect(result.definition.tokenUrl).toBe('https://github.com/login/oauth/access_token');
    expect(result.findings.filter(({ level }) => level !== 'note')).toEqual([]);
    expect(codes(importConfig({ preset: 'nope' }, CONTEXT), 'error')).toContain('unknown_preset');
  });
});
