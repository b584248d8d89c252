import { isChallenge, verifierMatches } from './pkce.js';

/** RFC 7636 appendix B. */
const VERIFIER = 'dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk';
const CHALLENGE = 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM';

describe('PKCE', () => {
  it('takes the verifier of a challenge', () => {
    expect(verifierMatches(VERIFIER, CHALLENGE)).toBe(true);
  });

  it.each([
    ['another one', VERIFIER.replace('d', 'e')],
    ['the challenge itself, as with plain', CHALLENGE],
    ['nothing', ''],
    ['one in another case', VERIFIER.toLowerCase()],
    ['one with something after it', `${VERIFIER}\n`],
  ])('req 35: does not take %s', (_what, verifier) => {
    expect(verifierMatches(verifier, CHALLENGE)).toBe(false);
  });

  it.each([
    [42, false],
    [43, true],
    [128, true],
    [129, false],
  ])('req 36: of %d characters, the verifier is taken: %s', async (length, taken) => {
    const { createHash } = await import('node:crypto');
    const verifier = 'a'.repeat(length);
    const challenge = createHash('sha256').update(verifier).digest('base64url');
    expect(verifierMatches(verifier, challenge)).toBe(taken);
  });

  it.each(['+', '/', '=', ' ', 'é', '%'])('req 36: a verifier has no %j in it', async (letter) => {
    const { createHash } = await import('node:crypto');
    const verifier = `${'a'.repeat(42)}${letter}`;
    expect(verifierMatches(verifier, createHash('sha256').update(verifier).digest('base64url'))).toBe(false);
  });

  it.each([
    ['43 characters of base64url', CHALLENGE, true],
    ['42', CHALLENGE.slice(1), false],
    ['44', `${CHALLENGE}A`, false],
    ['padding', `${CHALLENGE}=`, false],
    ['base64', CHALLENGE.replace('-', '+'), false],
    ['bits that no hash has', `${CHALLENGE.slice(0, -1)}N`, false],
    ['a line break', `${CHALLENGE}\n`, false],
    ['nothing', '', false],
  ])('req 36: a challenge of %s is one: %s', (_what, text, isOne) => {
    expect(isChallenge(text)).toBe(isOne);
  });
});
