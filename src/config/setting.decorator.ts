/** What one setting is, said once: the parser, the validator and the generated references all read it. */
export interface SettingDescription {
  /** Name of the environment variable. */
  readonly env: string;
  /** Starts a section of the references; the settings after it belong to it too. */
  readonly section?: string;
  /** One or two sentences for `.env.example` and `docs/configuration.md`. */
  readonly description: string;
  /** As it would stand in the environment. Without one the setting is optional. */
  readonly default?: string;
  /** What the references say of the default when it is made from other things. */
  readonly defaultNote?: string;
  readonly example?: string;
  /** Its value never appears in a message. */
  readonly secret?: boolean;
  /** Turns the text into the property's value; throws a SettingProblem to refuse it. Left out: the text itself. */
  readonly parse?: (text: string) => unknown;
}

export interface DescribedSetting extends SettingDescription {
  readonly property: string;
}

/** Why a setting was refused: a phrase that follows its name. Holds no secret. */
export class SettingProblem extends Error {
  override readonly name = 'SettingProblem';
}

const described: DescribedSetting[] = [];

/** Describes a property of `Settings`. Its rules are class-validator decorators beside it. */
export const Setting =
  (description: SettingDescription): PropertyDecorator =>
  (_target, property) => {
    described.push({ ...description, property: String(property) });
  };

/** In the order in which they are written. */
export const describedSettings = (): readonly DescribedSetting[] => described;
