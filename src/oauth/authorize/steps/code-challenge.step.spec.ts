import type { Client } from '../../../clients/client.types.js';
import type { RawParameters } from '../../../protocol/parameters.js';
import { draft, errorOf, wantedBy } from '../../../../test/support/admission.js';
import { CodeChallengeStep } from './code-challenge.step.js';

const CHALLENGE = 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM';

describe('CodeChallengeStep', () => {
  const good: RawParameters = [
    ['code_challenge', CHALLENGE],
    ['code_challenge_method', 'S256'],
  ];

  it.each([
    ['req 34', 'none from a public client', [], { type: 'public', requirePkce: false }],
    ['req 34', 'none from a client that is held to it', [], { requirePkce: true }],
    [
      'req 34',
      'plain',
      [
        ['code_challenge', CHALLENGE],
        ['code_challenge_method', 'plain'],
      ],
      {},
    ],
    ['req 35', 'no method, which means plain', [['code_challenge', CHALLENGE]], {}],
    ['req 35', 'a method without a challenge', [['code_challenge_method', 'S256']], { requirePkce: false }],
    [
      'req 35',
      's256',
      [
        ['code_challenge', CHALLENGE],
        ['code_challenge_method', 's256'],
      ],
      {},
    ],
    [
      'req 36',
      'a short challenge',
      [
        ['code_challenge', CHALLENGE.slice(1)],
        ['code_challenge_method', 'S256'],
      ],
      {},
    ],
  ] as [string, string, RawParameters, Partial<Client>][])('%s: refuses %s', async (_no, _what, raw, client) => {
    expect(await errorOf(new CodeChallengeStep(), draft(raw, client))).toBe('invalid_request');
  });

  it('keeps a good one, and lets a confidential client that needs none do without', async () => {
    expect((await wantedBy(new CodeChallengeStep(), good)).codeChallenge).toBe(CHALLENGE);
    expect((await wantedBy(new CodeChallengeStep(), [], { requirePkce: false })).codeChallenge).toBeNull();
  });
});
