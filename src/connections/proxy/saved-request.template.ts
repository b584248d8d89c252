import type { BodyFormat } from '../configs/config.types.js';
import { encodeBody } from '../templates/body-encoding.js';
import { compileJson } from '../templates/json-template.js';
import { namesOf, parseTemplate, type Variables } from '../templates/template.js';
import { compileText } from '../templates/text-template.js';
import { compileUrlPath } from '../templates/url-path.js';
import type { UpstreamRequest } from './proxy.types.js';
import type { SavedRequestFields } from './saved-request.types.js';

/** A saved request, ready to be made with whatever the variables are. */
export interface CompiledRequest {
  readonly names: readonly string[];
  /** @throws TemplateError `template_missing_value`, `param_invalid` */
  render(variables: Variables): UpstreamRequest;
}

/** @throws TemplateError `invalid_template` */
export function compileRequest(request: SavedRequestFields): CompiledRequest {
  const segments = parseTemplate(request.path.replace(/^\//, ''));
  const path = compileUrlPath(segments);
  const headers = compileAll(request.headers);
  const query = compileAll(request.query);
  const body = compileBody(request.body, request.bodyFormat);
  return {
    names: [...new Set([...namesOf(segments), ...headers.names, ...query.names, ...body.names])],
    render(variables) {
      const written = body.render(variables);
      const named = headers.render(variables).map(([name, value]) => [name.toLowerCase(), value] as const);
      return {
        method: request.method,
        place: { path: path(variables), query: queryText(query.render(variables)) },
        headers: { ...(written && { 'content-type': written.contentType }), ...Object.fromEntries(named) },
        body: written && { bytes: Buffer.from(written.body) },
      };
    },
  };
}

type Pairs = readonly (readonly [name: string, value: string])[];

function compileAll(texts: Readonly<Record<string, string>>): { names: string[]; render(of: Variables): Pairs } {
  const compiled = Object.entries(texts).map(([name, text]) => [name, compileText(text)] as const);
  return {
    names: compiled.flatMap(([, template]) => template.names),
    render: (variables) => compiled.map(([name, template]) => [name, template.render(variables)] as const),
  };
}

function compileBody(text: string | null, format: BodyFormat) {
  const template = text === null ? null : compileJson(text);
  return {
    names: template?.names ?? [],
    render: (variables: Variables) => template && encodeBody(template.render(variables), format),
  };
}

const queryText = (pairs: Pairs): string =>
  pairs.map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`).join('&');
