import { Injectable } from '@nestjs/common';
import type { RealmRef } from '../../database/realm-ref.js';
import { DomainError } from '../../kernel/domain-error.js';
import { AppSettings } from '../apps/app-settings.service.js';
import { AnswerError, readAnswer } from '../templates/answers.js';
import { compilePath, PathError } from '../templates/json-path.js';
import { ConfigViews } from './config-views.service.js';
import type { ConnectionConfig } from './config.types.js';
import { type Preview, previewOf } from './preview.js';
import { without } from '../../kernel/without.js';

/** An answer of a provider, as somebody pasted it. */
export interface SampleAnswer {
  readonly contentType: string | null;
  readonly text: string;
}

/** Where one path leads in a sample. */
export interface Extracted {
  readonly name: string;
  /** As RFC 9535 writes it. */
  readonly path: string;
  /** Null where there is nothing. */
  readonly value: string | null;
  /** Why the path cannot be used there. */
  readonly fault: string | null;
}

/** Configs tried out without anybody being called. */
@Injectable()
export class ConfigTrials {
  constructor(
    private readonly settings: AppSettings,
    private readonly views: ConfigViews,
  ) {}

  /** The requests that would go out, with samples instead of secrets. */
  async preview(
    realm: RealmRef,
    config: ConnectionConfig,
    params: Readonly<Record<string, string>> = {},
  ): Promise<Preview> {
    const settings = await this.settings.ofApp(realm, config.appId);
    return previewOf(config, { redirectUri: this.views.callbackUrlOf(config), settings, params });
  }

  /**
   * Reads a sample by paths: those that are given, else those of the config.
   *
   * @throws DomainError `token_response_unreadable`
   */
  extract(config: ConnectionConfig, answer: SampleAnswer, paths?: Readonly<Record<string, string>>): Extracted[] {
    const document = documentOf(answer);
    const ofAnswers = without(config.paths, 'authCode');
    return Object.entries(paths ?? ofAnswers).flatMap(([name, path]) =>
      path === null ? [] : [extracted(name, path, document)],
    );
  }
}

function documentOf({ contentType, text }: SampleAnswer): unknown {
  try {
    return readAnswer(contentType, text);
  } catch (error) {
    if (error instanceof AnswerError)
      throw new DomainError('token_response_unreadable', `In the sample, ${error.message}.`);
    throw error;
  }
}

function extracted(name: string, text: string, document: unknown): Extracted {
  try {
    const path = compilePath(text);
    return { name, path: path.text, value: path.read(document), fault: null };
  } catch (error) {
    if (error instanceof PathError) return { name, path: text, value: null, fault: error.message };
    throw error;
  }
}
