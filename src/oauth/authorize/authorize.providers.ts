import type { Provider } from '@nestjs/common';
import { ALL_RESPONSE_MODES } from '../response-modes/all-response-modes.js';
import { responseModes } from '../response-modes/response-modes.js';
import { Admission } from './admission.service.js';
import { Answers } from './answers.service.js';
import { Authorizations } from './authorizations.service.js';
import { AuthorizeHandler } from './authorize.handler.js';
import { ADMISSION_STEPS, DECISION_STEPS, pipeline } from './pipeline.js';
import { PushHandler } from './push.handler.js';

/** All that the authorization endpoint is made of, behind its controllers. */
export const AUTHORIZE_PROVIDERS: Provider[] = [
  ...ALL_RESPONSE_MODES,
  responseModes,
  ...ADMISSION_STEPS,
  ...DECISION_STEPS,
  pipeline,
  Admission,
  Answers,
  Authorizations,
  AuthorizeHandler,
  PushHandler,
];
