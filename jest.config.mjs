/** Unit tests stand beside the code (`*.spec.ts`), the others below `test/`; each folder is a project that can be run by name. */
const shared = {
  testEnvironment: 'node',
  extensionsToTreatAsEsm: ['.ts'],
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
  transform: { '^.+\\.ts$': '@swc/jest' },
  setupFiles: ['reflect-metadata'],
};

const project = (name, testMatch) => ({
  ...shared,
  displayName: name,
  testMatch: testMatch.map((glob) => `<rootDir>/${glob}`),
});

export default {
  maxWorkers: 2,
  globalSetup: './test/support/global-setup.ts',
  globalTeardown: './test/support/global-teardown.ts',
  testTimeout: 120_000,
  // Modules of a test file that has ended are not all let go: a worker that has grown large is slow, and replaced.
  workerIdleMemoryLimit: '1GB',
  projects: [
    project('unit', ['src/**/*.spec.ts']),
    project('integration', ['test/integration/**/*.test.ts']),
    project('e2e', ['test/e2e/**/*.test.ts']),
    project('architecture', ['test/architecture/**/*.test.ts']),
    project('faults', ['test/faults/**/*.test.ts']),
    // Needs a Chromium: `test/support/browser.ts` says where it is looked for.
    project('browser', ['test/browser/**/*.test.ts']),
    // What only one engine can show.
    project('sqlite', ['test/sqlite/**/*.test.ts']),
    project('mariadb', ['test/mariadb/**/*.test.ts']),
  ],
};
