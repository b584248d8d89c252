import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Refusal } from './error-shape.js';

/** Shows refusals to people, on the routes that browsers visit. */
export abstract class ErrorPages {
  /** Answers with a page that tells what may be told of it, and nothing that the request brought along (requirement 88). */
  abstract send(request: FastifyRequest, reply: FastifyReply, refusal: Refusal): void;
}
