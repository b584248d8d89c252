import type { BodyFormat } from '../configs/config.types.js';

export const SAVED_REQUEST_METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'] as const;
export type SavedRequestMethod = (typeof SAVED_REQUEST_METHODS)[number];

/** What a call to an app's API says; every text but the names may hold placeholders. */
export interface SavedRequestFields {
  /** By which it is made, one in its app. */
  readonly name: string;
  readonly method: SavedRequestMethod;
  /** Below the base URL of the config. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string>>;
  /** A JSON object with placeholders; null for no body. */
  readonly body: string | null;
  readonly bodyFormat: BodyFormat;
}

export interface SavedRequest extends SavedRequestFields {
  readonly id: string;
  readonly appId: string;
  readonly version: number;
  /** UTC milliseconds. */
  readonly createdAt: number;
  readonly updatedAt: number;
}

export type SavedRequestChanges = { readonly [K in keyof SavedRequestFields]?: SavedRequestFields[K] | undefined };
export type NewSavedRequest = SavedRequestChanges & Pick<SavedRequestFields, 'name' | 'path'>;

/** How many an app has at most. */
export const MAX_SAVED_REQUESTS = 100;
