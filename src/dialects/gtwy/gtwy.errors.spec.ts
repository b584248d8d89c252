import type { ErrorShape, Refusal } from '../../http/error-shape.js';
import { ofStatus, serverError } from '../../http/refusal.js';
import { genericShape, refreshingShape, savingShape, verifyingShape } from './gtwy.errors.js';

const UNAVAILABLE: Refusal = { ...serverError(), status: 503, description: 'Try again later.' };
const shown = (shape: ErrorShape, refusal: Refusal): string => {
  const { status, contentType, body } = shape(refusal);
  return `${status} ${contentType} ${JSON.stringify(body)}`;
};

describe('errors that no route has words for', () => {
  it.each([genericShape, savingShape, verifyingShape, refreshingShape])('have a message and data', (shape) => {
    expect(shown(shape, ofStatus(404))).toBe(
      '404 application/json; charset=utf-8 {"message":"Nothing is found at this address.","data":{}}',
    );
  });

  it('are the same for a server that cannot answer where the route has none', () => {
    expect(shown(genericShape, UNAVAILABLE)).toBe(
      '503 application/json; charset=utf-8 {"message":"Try again later.","data":{}}',
    );
  });

  it.each([
    [savingShape, 'Error saving auth token: Failed to save auth token: '],
    [verifyingShape, 'Error verifying auth token: '],
    [refreshingShape, 'Error refreshing access token: '],
  ])('say what failed when the server is to blame', (shape, beginning) => {
    for (const refusal of [serverError(), UNAVAILABLE]) {
      const body = JSON.stringify({ success: false, message: beginning + refusal.description });
      expect(shown(shape, refusal)).toBe(`${refusal.status} application/json; charset=utf-8 ${body}`);
    }
  });
});
