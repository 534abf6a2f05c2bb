const base = require('./jest.base');

/** @type {import('jest').Config} */
module.exports = {
  // All cores: much of a run waits for other processes (terraform, browser, the system itself).
  maxWorkers: '100%',
  testTimeout: base.testTimeout,
  projects: [
    {
      ...base,
      displayName: 'keyhold',
      rootDir: __dirname,
      testMatch: ['<rootDir>/__tests__/**/*.test.ts'],
      // What is built, synthesized or stored by a run is not source.
      modulePathIgnorePatterns: ['<rootDir>/cdktf.out', '<rootDir>/dist', '<rootDir>/.keyhold'],
      globalSetup: '<rootDir>/__tests__/synthesize.ts',
    },
    '<rootDir>/packages/local-cloud',
    '<rootDir>/packages/plan-review',
  ],
};
