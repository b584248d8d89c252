import { createRunner } from 'jest-light-runner';

const QUESTION = 'jest-light-runner-get-worker-data';
const ANSWER = 'jest-light-runner-worker-data';

/**
 * Runs the files of a project in a few processes, with one module graph each. A process that starts asks for its settings:
 * in jest-light-runner 0.7 the first to ask has them sent to all, once, and one that was not listening yet waits for ever.
 * Here each process has a channel of its own, and is answered when it asks.
 */
export default class Runner extends createRunner({ runtime: 'child_process' }) {
  _testRunners = new Pools((projectConfig) => ({
    globalConfig: this._globalConfig,
    projectConfig,
    runtime: this._runtime,
  }));
}

class Pools extends Map {
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
