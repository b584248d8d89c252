/**
 * `invalid_template`: it can never be rendered; `template_missing_value`: a known name has no value now; `param_invalid`: a
 * value does not have the form that its place asks for; `provider_config_error`: a secret is not for the host that it
 * would be sent to.
 */
export type TemplateErrorCode =
  'invalid_template' | 'template_missing_value' | 'param_invalid' | 'provider_config_error';

/** A place in a text as an editor counts it: from 1. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** Names places and names, never a value: what was to be filled in may be a secret. */
export class TemplateError extends Error {
  override readonly name = 'TemplateError';
  readonly line?: number;
  readonly column?: number;

  constructor(
    readonly code: TemplateErrorCode,
    message: string,
    position?: Position,
  ) {
    super(position === undefined ? message : `${message} (line ${position.line}, column ${position.column})`);
    this.line = position?.line;
    this.column = position?.column;
  }

  static invalid(message: string, position?: Position): TemplateError {
    return new TemplateError('invalid_template', message, position);
  }

  static missing(name: string): TemplateError {
    return new TemplateError('template_missing_value', `"${name}" has no value`);
  }
}

/** A secret that was not entered for the host of a request: it is not sent there, nor is the request. */
export class SecretWithheld extends TemplateError {
  constructor(
    readonly secret: string,
    readonly host: string,
  ) {
    super('provider_config_error', `"${secret}" was not entered for ${host}`);
  }
}

export function positionOf(text: string, at: number): Position {
  const lines = text.slice(0, at).split(/\r\n|\r|\n/);
  return { line: lines.length, column: (lines.at(-1) as string).length + 1 };
}
