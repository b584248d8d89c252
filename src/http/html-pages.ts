import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Refusal } from './error-shape.js';

/** A form that the browser posts to another site by itself, or at the press of its button. */
export interface PostedForm {
  readonly action: string;
  readonly fields: Readonly<Record<string, string>>;
  readonly uiLocales?: readonly string[];
}

/** What the layers below the pages have to show to people. */
export abstract class HtmlPages {
  /**
   * A page that tells what may be told of a refusal, and nothing that the request brought along (requirement 88).
   *
   * @param link where the user may go on to: a client's redirect URI that is known to be one.
   */
  abstract refuse(request: FastifyRequest, reply: FastifyReply, refusal: Refusal, link?: string): void;

  /** The answer of response mode `form_post`: values escaped, the one target that of the form (requirement 16). */
  abstract post(request: FastifyRequest, reply: FastifyReply, form: PostedForm): void;
}
