import { namesOf, parseTemplate, renderSegments, type Variables } from './template.js';
import { TemplateError } from './template-error.js';

/** A header's value, or what a proxied request gets put in. */
export interface TextTemplate {
  readonly names: readonly string[];
  /** @throws TemplateError `template_missing_value`, `param_invalid` */
  render(variables: Variables): string;
}

/** Control characters would end a header, or the request that it is in (RFC 9110 section 5.5). */
// eslint-disable-next-line no-control-regex
const CONTROL = /[\x00-\x08\x0a-\x1f\x7f]/;

/** @throws TemplateError `invalid_template` */
export function compileText(text: string): TextTemplate {
  const segments = parseTemplate(text);
  if (CONTROL.test(text)) throw TemplateError.invalid('a control character cannot be sent');
  return {
    names: namesOf(segments),
    render(variables) {
      const rendered = renderSegments(segments, variables);
      if (CONTROL.test(rendered))
        throw new TemplateError('param_invalid', `a value has a control character: ${namesOf(segments).join(', ')}`);
      return rendered;
    },
  };
}
