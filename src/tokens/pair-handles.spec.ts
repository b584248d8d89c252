import { PairSecrets } from '../secrets/pair-secrets.js';
import type { ServerSecretsService } from '../secrets/server-secrets.service.js';
import { PairHandles } from './pair-handles.service.js';
import { hashOf, isValueOf } from './token-value.js';

const BEGAN = Date.UTC(2026, 0, 1);
const ONE = { realm: { id: 'one realm', name: 'acme' }, grant: { id: 'a grant', generation: 3 } };

const handlesOf = (key: string): PairHandles =>
  new PairHandles(new PairSecrets({ key: () => Buffer.from(key) } as unknown as ServerSecretsService));
const handles = handlesOf('a key');

describe('the handles of a kept pair', () => {
  it('are the same whenever they are asked for', () => {
    const value = handles.of(ONE.realm, ONE.grant, BEGAN);
    expect(handlesOf('a key').of(ONE.realm, { ...ONE.grant }, BEGAN)).toEqual(value);
  });

  it.each(['access', 'refresh'] as const)(
    'are %s tokens in form, which stand at the time of their generation',
    (kind) => {
      const value = handles.of(ONE.realm, ONE.grant, BEGAN)[kind];
      expect(isValueOf(kind, value)).toBe(true);
      expect(hashOf(value).readUIntBE(0, 6)).toBe(BEGAN);
    },
  );

  it('req 37: are others for another kind, generation, time, grant, realm, and for who lacks the key of the server', () => {
    const { realm, grant } = ONE;
    const secrets = [
      handles.of(realm, grant, BEGAN),
      handles.of(realm, { ...grant, generation: 4 }, BEGAN),
      handles.of(realm, grant, BEGAN + 1),
      handles.of(realm, { ...grant, id: 'another grant' }, BEGAN),
      handles.of({ ...realm, id: 'another realm' }, grant, BEGAN),
      handlesOf('a guess').of(realm, grant, BEGAN),
    ].flatMap(({ access, refresh }) => [access.slice(12), refresh.slice(12)]);
    expect(new Set(secrets).size).toBe(secrets.length);
  });
});
