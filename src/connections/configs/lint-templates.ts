import { encodeBody } from '../templates/body-encoding.js';
import { nameFault } from '../templates/known-names.js';
import { compilePattern } from '../templates/param-pattern.js';
import { TemplateError } from '../templates/template-error.js';
import { finding, type LintFinding, type LintRule } from './lint.types.js';
import { jsonOf, namesIn, namesInUse, templateTexts } from './lint-texts.js';

const asFinding = (field: string, { message, line, column }: TemplateError): LintFinding => ({
  ...finding('error', 'invalid_template', field, message),
  ...(line === undefined ? {} : { line, column }),
});

/** Finds what a compilation throws. */
function compilationFault(field: string, compile: () => unknown): LintFinding[] {
  try {
    compile();
    return [];
  } catch (error) {
    if (error instanceof TemplateError) return [asFinding(field, error)];
    throw error;
  }
}

export const templatesCompile: LintRule = ({ definition }) =>
  templateTexts(definition).flatMap((text) => compilationFault(text.field, () => namesIn(text, definition)));

export const namesAreKnown: LintRule = ({ definition, settings }) => {
  const inUse = namesInUse(definition, settings);
  return templateTexts(definition).flatMap((text) => {
    if (compilationFault(text.field, () => namesIn(text, definition)).length > 0) return [];
    return namesIn(text, definition).flatMap((name) => {
      const fault = nameFault(text.place, name, inUse);
      return fault === null ? [] : [finding('error', fault.code, text.field, fault.message)];
    });
  });
};

export const patternsCompile: LintRule = ({ definition: { params } }) =>
  params.flatMap(({ pattern }, at) => compilationFault(`params[${at}].pattern`, () => compilePattern(pattern)));

/** A form is flat: what JSON could nest has no place in it. */
export const formsAreFlat: LintRule = ({ definition }) => {
  const { bodyFormat, tokenBody, refreshBody, revoke, introspect, testRequest } = definition;
  const bodies = [
    { field: 'tokenBody', body: tokenBody, bodyFormat },
    { field: 'refreshBody', body: refreshBody, bodyFormat },
    ...Object.entries({ revoke, introspect, testRequest }).flatMap(([name, request]) =>
      request === null ? [] : [{ field: `${name}.body`, body: request.body, bodyFormat: request.bodyFormat }],
    ),
  ];
  return bodies
    .filter((each) => each.bodyFormat === 'form')
    .flatMap(({ field, body }) => {
      const template = jsonOf(body);
      if (template === null) return [];
      const sample = template.render(new Map(template.names.map((name) => [name, ''])));
      return compilationFault(field, () => encodeBody(sample, 'form')).map((fault) => ({
        ...fault,
        code: 'nested_form_body',
      }));
    });
};
