import { DatabaseError } from '../../database/database-error.js';
import { DomainError } from '../../kernel/domain-error.js';
import { LastGoodCopy } from './last-good-copy.js';

const fault = (): never => {
  throw Object.assign(Object.create(DatabaseError.prototype) as DatabaseError, { failure: 'fault' });
};
const gone = (): never => {
  throw DomainError.notFound('The realm');
};

describe('LastGoodCopy', () => {
  it('answers with what was read last while the database is down', async () => {
    const copies = new LastGoodCopy<string>();
    await copies.of('demo', async () => 'first');
    await copies.of('demo', async () => 'second');
    expect(await copies.of('demo', async () => fault())).toBe('second');
  });

  it('has no answer for a realm that was never read', async () => {
    await expect(new LastGoodCopy<string>().of('demo', async () => fault())).rejects.toBeInstanceOf(DatabaseError);
  });

  it('never stands in for a refusal, and forgets the realm that was refused', async () => {
    const copies = new LastGoodCopy<string>();
    await copies.of('demo', async () => 'first');
    await expect(copies.of('demo', async () => gone())).rejects.toMatchObject({ code: 'not_found' });
    await expect(copies.of('demo', async () => fault())).rejects.toBeInstanceOf(DatabaseError);
  });
});
