import type { ErrorShape } from '../../../src/http/error-shape.js';

/** `{"problem": "..."}`, whatever went wrong. */
export const quillShape: ErrorShape = ({ status, oauth }) => ({
  status,
  contentType: 'application/json; charset=utf-8',
  body: { problem: oauth },
});
