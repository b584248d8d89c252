import { Injectable } from '@nestjs/common';
import { invalidRequest } from '../../../protocol/oauth-error.js';
import { AdmissionStep } from '../admission-step.js';
import { PROMPTS, type Prompt } from '../authorization.types.js';
import type { Draft } from '../draft.js';

/** Whether and how the user may be asked, and when anew (OpenID Connect Core section 3.1.2.1). */
@Injectable()
export class PromptStep extends AdmissionStep {
  admit(draft: Draft): Draft {
    const prompt = [...new Set((draft.parameters.get('prompt') ?? '').split(' '))].filter((value) => value !== '');
    if (!prompt.every(isPrompt))
      throw invalidRequest('The parameter prompt has a value that the server does not know.');
    if (prompt.includes('none') && prompt.length > 1) throw invalidRequest('The prompt none stands alone.');
    return draft.wanting({ prompt });
  }
}

const isPrompt = (value: string): value is Prompt => (PROMPTS as readonly string[]).includes(value);
