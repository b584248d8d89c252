import { DomainError } from '../kernel/domain-error.js';
import { decodeCursor, encodeCursor, pageOf } from './page.js';

const ID = '0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5b';

describe('a cursor', () => {
  it('names the last id of the page', () => {
    expect(decodeCursor(encodeCursor(ID))).toBe(ID);
  });

  const cursor = encodeCursor(ID);
  it.each([
    ['an empty one', ''],
    ['a short one', cursor.slice(1)],
    ['a long one', `${cursor}A`],
    ['one with bits beyond the last byte', `${cursor.slice(0, -1)}x`],
    ['one in plain base64', '+'.repeat(22)],
    ['SQL', "1' OR '1'='1"],
    ['encoded SQL', Buffer.from("x' OR 1=1 -- ").toString('base64url')],
    ['an id in text', ID],
    ['a list', [cursor] as unknown as string],
    ['an object', { length: 22 } as unknown as string],
    ['a repeated parameter', [cursor, cursor] as unknown as string],
  ])('req 87: %s is refused', (_, tampered) => {
    expect(() => decodeCursor(tampered)).toThrow(DomainError);
  });
});

describe('a page', () => {
  const rows = [1, 2, 3].map((digit) => ({ id: ID.replace(/b$/, `${digit}`) }));

  it('names the next one when there is a row beyond it', () => {
    expect(pageOf(rows, 2)).toEqual({ items: rows.slice(0, 2), nextCursor: encodeCursor(rows[1]!.id) });
  });

  it('is the last when there is none', () => {
    expect(pageOf(rows, 3)).toEqual({ items: rows, nextCursor: null });
    expect(pageOf([], 3)).toEqual({ items: [], nextCursor: null });
  });
});
