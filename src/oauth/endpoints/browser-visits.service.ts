import { Injectable } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { BROWSER_COOKIE, readCookie } from '../../http/browser.js';
import { Browsers } from '../../http/browsers.js';
import { formParameters, parsePairs } from '../../http/form-body.js';
import { HtmlPages } from '../../http/html-pages.js';
import { queryOf } from '../../http/query-of.js';
import { refusalOf, serverError } from '../../http/refusal.js';
import { requestInfo } from '../../http/request-info.js';
import type {
  AuthorizationInput,
  AuthorizationOutcome,
  AuthorizationResponse,
} from '../authorize/authorization.types.js';
import { authorizationParameters } from '../authorize/steps/parameters.step.js';
import type { TimedRequest } from './arrival.guard.js';
import { authorizationPath, INTERACTION_PATHS, issuerPath } from './endpoint-paths.js';

/** Characters of an address that a browser is sent to with what it has posted. */
const MAX_ADDRESS = 8192;

type Visit = Omit<AuthorizationInput, 'parameters'>;

/** The authorization endpoint on the wire: requests as commands, outcomes as redirects and pages. */
@Injectable()
export class BrowserVisits {
  constructor(
    private readonly browsers: Browsers,
    private readonly pages: HtmlPages,
  ) {}

  visit(realmName: string, request: TimedRequest, reply: FastifyReply): Visit {
    const browser = this.browsers.meet(request, reply, realmName);
    return { browser, at: request.arrivedAt, request: requestInfo(request) };
  }

  query(realmName: string, request: TimedRequest, reply: FastifyReply): AuthorizationInput {
    return { ...this.visit(realmName, request, reply), parameters: parsePairs(queryOf(request.url)) };
  }

  form(realmName: string, request: TimedRequest, reply: FastifyReply): AuthorizationInput {
    return { ...this.visit(realmName, request, reply), parameters: formParameters(request.body) };
  }

  /** @returns false when there is no need to, or too much to send. */
  sendRound(realmName: string, request: TimedRequest, reply: FastifyReply): boolean {
    if (readCookie(request.headers.cookie, BROWSER_COOKIE) !== null) return false;
    const parameters = authorizationParameters(formParameters(request.body)).map((pair): [string, string] => [...pair]);
    const address = `${authorizationPath(realmName)}?${new URLSearchParams(parameters).toString()}`;
    if (address.length > MAX_ADDRESS) return false;
    seeOther(reply, address);
    return true;
  }

  answer(realmName: string, outcome: AuthorizationOutcome, request: TimedRequest, reply: FastifyReply): void {
    if (outcome.kind === 'page-error') {
      return this.pages.refuse(request, reply, refusalOf(outcome.error) ?? serverError(), outcome.link);
    }
    if (outcome.kind === 'respond') return this.respond(outcome.redirect, request, reply);
    const page = `${issuerPath(realmName)}/${INTERACTION_PATHS[outcome.interaction]}`;
    seeOther(reply, `${page}?request=${outcome.requestHandle}`);
  }

  private respond(response: AuthorizationResponse, request: TimedRequest, reply: FastifyReply): void {
    if (response.by === 'form') this.pages.post(request, reply, response);
    else seeOther(reply, response.location);
  }
}

/** Always 303: whatever was posted before is not posted to where it leads (RFC 9700 section 4.12). */
const seeOther = (reply: FastifyReply, location: string): void =>
  void reply.code(303).header('location', location).send();
