import { type JsonNode, type JsonObject, JsonReader } from './json-reader.js';
import { namesOf, type Placeholder, renderSegments, type Variables } from './template.js';
import { TemplateError } from './template-error.js';

/** The body of a request as an administrator pasted it. */
export interface JsonTemplate {
  readonly names: readonly string[];
  readonly placeholders: readonly Placeholder[];
  readonly root: JsonObject;
  /**
   * Keys in their order; every placeholder becomes a string or part of one, whatever its value looks like.
   *
   * @throws TemplateError `template_missing_value`
   */
  render(variables: Variables): Record<string, unknown>;
}

/** Bytes. */
const MAX_SIZE = 16_384;

/**
 * JSON with placeholders: `{"id": {{client_id}}, "next": "{{host}}/back"}`, in quotes or not. It is read before a value is
 * known, so a value cannot add keys or break out of its string.
 *
 * @throws TemplateError `invalid_template`, with line and column
 */
export function compileJson(text: string): JsonTemplate {
  if (Buffer.byteLength(text) > MAX_SIZE) throw TemplateError.invalid(`a body has at most ${MAX_SIZE} bytes`);
  const reader = new JsonReader(text);
  const root = reader.read();
  return {
    names: namesOf(reader.placeholders),
    placeholders: reader.placeholders,
    root,
    render: (variables) => renderObject(root, variables),
  };
}

const renderObject = ({ members }: JsonObject, variables: Variables): Record<string, unknown> =>
  Object.fromEntries(members.map(([key, node]) => [key, renderNode(node, variables)]));

function renderNode(node: JsonNode, variables: Variables): unknown {
  switch (node.kind) {
    case 'constant':
      return node.value;
    case 'text':
      return renderSegments(node.segments, variables);
    case 'list':
      return node.items.map((item) => renderNode(item, variables));
    case 'object':
      return renderObject(node, variables);
  }
}
