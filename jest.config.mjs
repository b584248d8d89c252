/**
 * Unit tests stand beside the code (`*.spec.ts`), the others below `test/`; each folder is a project that can be run by name.
 *
 * Files share a few processes, and with them the application's modules: they load once, not once for each file. What a
 * file changes of a module it changes back. Nothing limits the time of one test; `.ci/run` ends a suite that hangs.
 */
const TOGETHER = { runner: '<rootDir>/test/support/runner.mjs' };

/** For files that put a module of their own in the place of another, and so have to be loaded apart from the others. */
const APART = { extensionsToTreatAsEsm: ['.ts'], moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' } };

const project = (displayName, testMatch, loading = TOGETHER) => ({
  ...loading,
  displayName,
  testEnvironment: 'node',
  transform: { '^.+\\.ts$': '@swc/jest' },
  setupFiles: ['<rootDir>/test/support/setup.mjs'],
  testMatch: [`<rootDir>/${testMatch}`],
});

export default {
  // On two cores: tests wait for disks, sockets and children as often as they compute.
  maxWorkers: 3,
  testSequencer: './test/support/sequencer.mjs',
  globalSetup: './test/support/global-setup.mjs',
  globalTeardown: './test/support/global-teardown.mjs',
  // For the files that are loaded apart.
  testTimeout: 120_000,
  projects: [
    project('unit', 'src/**/*.spec.ts'),
    project('integration', 'test/integration/**/*.test.ts'),
    project('e2e', 'test/e2e/**/*.test.ts'),
    project('architecture', 'test/architecture/**/*.test.ts'),
    project('faults', 'test/faults/**/*.test.ts'),
    // Adds to the lists that modules are made from.
    project('extending', 'test/extending/**/*.test.ts', APART),
    // Needs a Chromium: `test/support/browser.ts` says where it is looked for.
    project('browser', 'test/browser/**/*.test.ts', APART),
    // What only one engine can show.
    project('sqlite', 'test/sqlite/**/*.test.ts'),
    project('mariadb', 'test/mariadb/**/*.test.ts'),
  ],
};
