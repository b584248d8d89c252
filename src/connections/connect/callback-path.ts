const PATH = 'connect/callback';

export const CALLBACK_ROUTE = `${PATH}/:publicKey`;
/** Names the handle of a callback that came as a form. */
export const PARKED_PARAMETER = 'parked';

/** Every config has a callback of its own, so that no provider's answer can be taken for another's. */
export const callbackPath = (publicKey: string): string => `/${PATH}/${publicKey}`;

/** The redirect URI that a config's owner registers at the provider. @param publicUrl of this server, without a slash. */
export const callbackUrl = (publicUrl: string, publicKey: string): string => `${publicUrl}${callbackPath(publicKey)}`;
