// The AWS SDK's advice on Node 20 is not what a test run is read for.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';

/** @type {import('jest').Config} */
module.exports = {
  testEnvironment: 'node',
  testMatch: ['<rootDir>/__tests__/**/*.test.ts'],
  transform: { '\\.tsx?$': ['@swc/jest', { jsc: { target: 'es2022', parser: { syntax: 'typescript' } } }] },
  // What is built, synthesized or stored by a run is not source.
  modulePathIgnorePatterns: ['<rootDir>/cdktf.out', '<rootDir>/dist', '<rootDir>/.keyhold'],
  globalSetup: '<rootDir>/__tests__/synthesize.ts',
  // All cores: much of a run waits for other processes (terraform, browser, the system itself).
  maxWorkers: '100%',
  testTimeout: 30_000,
};
