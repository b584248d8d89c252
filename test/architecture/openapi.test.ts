import type { OpenAPIObject } from '@nestjs/swagger';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createDocument, documentText } from '../../src/admin/openapi.js';
import { startServer, type TestServer } from '../support/server.js';

interface Operation {
  readonly tags?: string[];
  readonly parameters?: { name: string; in: string }[];
  readonly responses: Record<string, unknown>;
  readonly requestBody?: unknown;
  readonly security?: unknown[];
}

const METHODS = ['get', 'post', 'put', 'patch', 'delete'] as const;

let server: TestServer;
let document: OpenAPIObject;
beforeAll(async () => {
  server = await startServer();
  document = createDocument(server.app);
});
afterAll(() => server.close());

const operations = (): [name: string, path: string, operation: Operation][] =>
  Object.entries(document.paths).flatMap(([path, item]) =>
    METHODS.flatMap((method): [string, string, Operation][] => {
      const operation = item[method] as Operation | undefined;
      return operation ? [[`${method} ${path}`, path, operation]] : [];
    }),
  );

describe('the OpenAPI document', () => {
  it('docs/openapi.json is what npm run generate writes', () => {
    expect(readFileSync(join(process.cwd(), 'docs/openapi.json'), 'utf8')).toBe(documentText(document));
  });

  it('tells every parameter of every path', () => {
    for (const [name, path, { parameters = [] }] of operations()) {
      const told = parameters.filter((parameter) => parameter.in === 'path').map((parameter) => parameter.name);
      expect([name, told.sort()]).toEqual([name, [...path.matchAll(/\{(\w+)\}/g)].map((match) => match[1]).sort()]);
    }
  });

  it('says of every operation of the admin API how it is protected and refused, and what it takes', () => {
    for (const [name, path, operation] of operations().filter(([, path]) => path.startsWith('/admin/'))) {
      expect([name, operation.security]).toEqual([name, [{ bearer: [] }]]);
      expect(Object.keys(operation.responses)).toEqual(expect.arrayContaining(['400', '401', '403', '404']));
      const takesBody = /^(post|put|patch) /.test(name) && !/\/(rotate|refresh|test|revoke|secret)$/.test(path);
      expect([name, operation.requestBody !== undefined]).toEqual([name, takesBody]);
    }
  });

  it('tags every operation for what it is', () => {
    const tags = new Set(operations().flatMap(([, , { tags: own = [] }]) => own));
    for (const tag of tags)
      expect(tag).toMatch(/^(OAuth 2\.0|Sign-in in the browser|Dialect: \w+|admin: [a-z ]+|connections: [a-z ]+)$/);
  });

  it('shows an example of every field of every body', () => {
    const schemas = Object.entries(document.components?.schemas ?? {}) as [
      string,
      { properties?: Record<string, object> },
    ][];
    const bodies = schemas.filter(([name]) => /^New|Changes/.test(name));
    for (const [name, { properties = {} }] of bodies) {
      for (const [field, schema] of Object.entries(properties)) {
        expect([name, field, 'example' in schema || '$ref' in schema || 'allOf' in schema]).toEqual([
          name,
          field,
          true,
        ]);
      }
    }
  });
});
