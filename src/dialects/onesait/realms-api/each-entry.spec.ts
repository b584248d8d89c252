import { DomainError } from '../../../kernel/domain-error.js';
import { answerEach } from './each-entry.js';
import { badBearer, notProvided } from './realms-api.errors.js';

describe('several entries', () => {
  it('are done one after the other, each answered for itself', async () => {
    const seen: unknown[] = [];
    const answers = await answerEach('Role', [{ b: 1, a: 2 }, 'x', null], async (entry) => {
      seen.push(entry);
      if (entry === 'x') throw notProvided('name');
      if (entry === null) throw DomainError.invalid('key', 'must be a text');
      return 'done';
    });
    expect(seen).toEqual([{ b: 1, a: 2 }, 'x', null]);
    expect(JSON.stringify(answers)).toBe(
      '[{"Role":"{\\"b\\":1,\\"a\\":2}","status":"OK","message":"done"},' +
        '{"Role":"\\"x\\"","status":"error","message":"Not \'name\' field provided"},' +
        '{"Role":"null","status":"error","message":"secret: must be a text"}]',
    );
  });

  it.each([new Error('unforeseen'), new DomainError('unavailable', 'Later.'), badBearer()])(
    'end with what is no refusal of one of them: %s',
    async (fault) => {
      const work = answerEach('Role', [1, 2], () => Promise.reject(fault));
      await expect(work).rejects.toBe(fault);
    },
  );
});
