import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { configurationMarkdown, envExample } from '../../src/config/settings-reference.js';

const kept = (name: string): string => readFileSync(join(process.cwd(), name), 'utf8');

describe('the references of the settings', () => {
  it('.env.example is what npm run generate writes', () => {
    expect(kept('.env.example')).toBe(envExample());
  });

  it('docs/configuration.md is what npm run generate writes', () => {
    expect(kept('docs/configuration.md')).toBe(configurationMarkdown());
  });
});
