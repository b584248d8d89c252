import { SettingsError } from '../config/load-settings.js';
import type { Dialect } from './dialect.js';
import { chosen } from './dialects.module.js';

class Nothing {}
const dialect = (name: string): Dialect => ({ name, module: () => ({ module: Nothing }) });
const ALL = [dialect('one'), dialect('two')];

describe('the dialects that a server speaks', () => {
  it('are all of them when the setting names none', () => {
    expect(chosen(undefined, ALL)).toEqual(ALL);
  });

  it('are those that the setting names, and none for an empty list', () => {
    expect(chosen(['two'], ALL)).toEqual([ALL[1]]);
    expect(chosen([], ALL)).toEqual([]);
  });

  it('refuse a name that no dialect has, and list those that there are', () => {
    expect(() => chosen(['one', 'three'], ALL)).toThrow(SettingsError);
    expect(() => chosen(['one', 'three'], ALL)).toThrow('DIALECTS names "three", which is none of: none, one, two.');
  });
});
