import { newClient } from '../../test/support/client.builder.js';
import { sectorOf } from './sector.rules.js';

const of = (redirectUris: string[], sectorIdentifierUri: string | null = null): string =>
  sectorOf({ ...newClient({ clientId: 'app', redirectUris }), sectorIdentifierUri });

describe('the sector of a client', () => {
  it('req 82: is the host of its redirect URIs, whichever of them it has', () => {
    const sectors = [
      of(['https://app.example.com/cb']),
      of(['https://app.example.com/other', 'https://app.example.com/cb?x=1']),
      of(['https://app.example.com/cb', 'http://127.0.0.1/cb', 'com.example.app:/cb']),
    ];
    expect(new Set(sectors)).toEqual(new Set(['app.example.com']));
  });

  it('req 82: is the host of its sector document, wherever its redirect URIs lead', () => {
    const sector = 'https://sector.example.com/hosts.json';
    expect(of(['https://one.example.com/cb', 'https://two.example.com/cb'], sector)).toBe('sector.example.com');
  });

  it.each([
    ['several hosts', ['https://one.example.com/cb', 'https://two.example.com/cb']],
    ["the user's own device", ['http://127.0.0.1/cb', 'com.example.app:/cb']],
    ['none at all', []],
  ])('is its own with redirect URIs to %s', (_, redirectUris) => {
    expect(of(redirectUris)).toBe('client app');
  });

  it('tells ports apart', () => {
    expect(of(['https://app.example.com:8443/cb'])).toBe('app.example.com:8443');
  });
});
