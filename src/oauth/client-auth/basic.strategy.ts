import { BasicStrategy } from 'passport-http';
import { readBasic } from './basic-credentials.js';

/** What the strategy reads of a request: any framework's request will do. */
export interface BasicRequest {
  readonly headers: { readonly authorization?: string };
}

/** What passport, or whoever calls the strategy in its place, puts on an object that inherits from it. */
export interface StrategyOutcome<User> {
  success(user: User): void;
  fail(challenge: string): void;
  error(error: unknown): void;
}

type Done<User> = (error: unknown, user?: User | false) => void;
type Verify<Request, User> = (request: Request, clientId: string, secret: string, done: Done<User>) => void;

/**
 * The Basic strategy of `passport-http` with its parsing mended: the original cuts a password at its first colon, takes
 * every scheme that contains "basic", and does not form-decode (RFC 6749 section 2.3.1).
 */
export class ClientBasicStrategy<Request extends BasicRequest, User> extends BasicStrategy {
  constructor(private readonly verifyCredentials: Verify<Request, User>) {
    super({ passReqToCallback: true }, () => undefined);
  }

  /** Asks about each reading of the header until one is right. */
  override authenticate(this: this & StrategyOutcome<User>, sent: BasicRequest): void {
    const request = sent as Request;
    const candidates = readBasic(request.headers.authorization ?? '');
    const tryFrom = (index: number): void => {
      const candidate = candidates[index];
      if (!candidate) return this.fail(BASIC_CHALLENGE);
      this.verifyCredentials(request, candidate.clientId, candidate.secret, (error, user) => {
        if (error) return this.error(error);
        return user ? this.success(user) : tryFrom(index + 1);
      });
    };
    tryFrom(0);
  }
}

/** RFC 7617 section 2.1. */
export const BASIC_CHALLENGE = 'Basic realm="oauth", charset="UTF-8"';
