import TestSequencer from '@jest/test-sequencer';

/** Files that start processes over and over. */
const LONG = /test\/(faults|sqlite\/process|e2e\/commands\/command-line|browser\/pages)/;

/** The longest come first, also on a machine that has not run them yet: none is left running alone in the end. */
export default class LongestFirst extends TestSequencer {
  sort(tests) {
    const sorted = super.sort(tests);
    return [...sorted.filter(({ path }) => LONG.test(path)), ...sorted.filter(({ path }) => !LONG.test(path))];
  }
}
