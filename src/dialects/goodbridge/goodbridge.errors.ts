import type { ErrorShape } from '../../http/error-shape.js';

/**
 * How GoodBridge refuses: the members of RFC 6749 section 5.2, and `detail` with the same text. Its clients get 401 for
 * a refresh token that is no good (RFC 6749 has 400), and take every body that cannot be read for an `invalid_request`.
 */
export const goodbridgeShape: ErrorShape = ({ status, oauth, description }) => ({
  status: STATUS_OF_CODE[oauth] ?? STATUS_INSTEAD[status] ?? status,
  contentType: 'application/json; charset=utf-8',
  body: { error: oauth, error_description: description, detail: description },
});

const STATUS_OF_CODE: Readonly<Record<string, number>> = { invalid_grant: 401 };
const STATUS_INSTEAD: Readonly<Record<number, number>> = { 415: 400 };
