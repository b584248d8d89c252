import { SetMetadata, type CustomDecorator } from '@nestjs/common';

export const FORM_TOKEN = 'realmgate:form-token';

/** The token may stand in the form of the request too, as `access_token` (RFC 6750 section 2.2): for those who cannot set headers. */
export const FormToken = (): CustomDecorator => SetMetadata(FORM_TOKEN, true);
