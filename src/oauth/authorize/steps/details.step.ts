import { Injectable } from '@nestjs/common';
import { AdmissionStep } from '../admission-step.js';
import type { Draft } from '../draft.js';

/** What is passed on as it stands: to the ID token, to the pages. */
@Injectable()
export class DetailsStep extends AdmissionStep {
  admit(draft: Draft): Draft {
    const { parameters, client } = draft;
    const listOf = (name: string): string[] => (parameters.get(name) ?? '').split(' ').filter((value) => value !== '');
    const acrValues = listOf('acr_values');
    return draft.wanting({
      nonce: parameters.get('nonce') ?? null,
      loginHint: parameters.get('login_hint') ?? null,
      acrValues: acrValues.length > 0 ? acrValues : client.defaultAcrValues,
      uiLocales: listOf('ui_locales'),
      display: parameters.get('display') ?? null,
    });
  }
}
