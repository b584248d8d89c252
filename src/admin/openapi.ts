import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { DocumentBuilder, SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';
import type { Settings } from '../config/settings.js';
import { SERVER_VERSION } from './server/server-status.service.js';

const DESCRIPTION = [
  'OAuth 2.0 authorization server with realms.',
  '',
  'The admin API takes Bearer tokens of realm `master` or of the realm that is managed, with scope `admin:read` or,',
  'for writes, `admin:write`. Times are RFC 3339 texts in UTC. Lists answer `{items, nextCursor}`; PATCH merges',
  '(RFC 7396); a read carries an `ETag` that a write may name in `If-Match`. Refusals are problem JSON (RFC 9457).',
].join('\n');

/** The OpenAPI document of everything that the application serves, computed from its routes. */
export function createDocument(app: NestFastifyApplication): OpenAPIObject {
  const config = new DocumentBuilder()
    .setTitle('Realmgate')
    .setDescription(DESCRIPTION)
    .setVersion(SERVER_VERSION)
    .addBearerAuth({ type: 'http', scheme: 'bearer', description: 'An access token of this server.' })
    .addBasicAuth({ type: 'http', scheme: 'basic', description: 'Client id and secret (RFC 6749 section 2.3.1).' })
    .build();
  return withPathParameters(SwaggerModule.createDocument(app, config, { autoTagControllers: false }));
}

/** Guards read the realm from the path, where no handler declares it. */
function withPathParameters(document: OpenAPIObject): OpenAPIObject {
  for (const [path, item] of Object.entries(document.paths)) {
    const names = [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name);
    for (const operation of operationsOf(item)) addMissing(operation, names);
  }
  return document;
}

type Operation = { parameters?: unknown[] };

const operationsOf = (item: object): Operation[] =>
  Object.values(item).filter((part): part is Operation => typeof part === 'object' && part !== null);

function addMissing(operation: Operation, names: readonly string[]): void {
  const known = new Set((operation.parameters as { name?: string }[] | undefined)?.map(({ name }) => name));
  const missing = names
    .filter((name) => !known.has(name))
    .map((name) => ({ name, in: 'path', required: true, schema: { type: 'string' } }));
  operation.parameters = [...missing, ...(operation.parameters ?? [])];
}

/** As it is kept in `docs/openapi.json`. */
export const documentText = (document: OpenAPIObject): string => `${JSON.stringify(document, null, 2)}\n`;

/** Serves the reference at `/docs` and the document at `/docs-json`, unless the settings hide them. */
export function setUpDocs(app: NestFastifyApplication, settings: Pick<Settings, 'docs'>): void {
  if (settings.docs === 'off') return;
  SwaggerModule.setup('docs', app, () => createDocument(app), { jsonDocumentUrl: 'docs-json', raw: ['json'] });
}
