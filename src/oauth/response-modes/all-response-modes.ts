import type { Type } from '@nestjs/common';
import { FormPostMode } from './form-post.mode.js';
import { FragmentMode } from './fragment.mode.js';
import { QueryMode } from './query.mode.js';
import type { ResponseMode } from './response-mode.js';

/** Every response mode; the first is that of requests which name none. Metadata is computed from it. */
export const ALL_RESPONSE_MODES: Type<ResponseMode>[] = [QueryMode, FragmentMode, FormPostMode];
