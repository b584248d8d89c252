/** The body of a request, or the request itself, cannot be read. `message` is shown to the caller and holds no part of it. */
export class BodyError extends Error {
  override readonly name = 'BodyError';

  constructor(
    readonly status: 400 | 413 | 415,
    message: string,
  ) {
    super(message);
  }
}
