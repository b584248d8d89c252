import { createRunner } from 'jest-light-runner';

const QUESTION = 'jest-light-runner-get-worker-data';
const ANSWER = 'jest-light-runner-worker-data';

/**
 * Runs test files in a few processes that all projects with this runner share, and with them the application's modules:
 * they load once for each process. Whatever such projects have in common beside `testMatch` and a name is that of the first.
 */
export default class Runner extends createRunner({ runtime: 'child_process' }) {
  _testRunners = new AnsweringPools((projectConfig) => ({
    globalConfig: this._globalConfig,
    projectConfig,
    runtime: this._runtime,
  }));

  _runTest(test) {
    this.config ??= test.context.config;
    return super._runTest({ ...test, context: { ...test.context, config: this.config } });
  }
}

/**
 * A process that starts asks for its settings. In jest-light-runner 0.7 the first to ask has them sent to all, once, and one
 * that was not listening yet waits for ever: here each has a channel of its own, and is answered when it asks.
 */
class AnsweringPools extends Map {
  constructor(settingsOf) {
    super();
    this.settingsOf = settingsOf;
  }

  set(projectConfig, { pool }) {
    const workerData = this.settingsOf(projectConfig);
    return super.set(projectConfig, { pool, run: ({ path }) => pool.run(path, { channel: channelWith(workerData) }) });
  }
}

function channelWith(workerData) {
  let tell;
  return {
    onMessage(listener) {
      tell = listener;
    },
    postMessage(message) {
      if (message === QUESTION) tell({ type: ANSWER, workerData });
    },
  };
}
