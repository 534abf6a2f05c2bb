// The AWS SDK's advice on Node 20 is not what a test run is read for.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';

/** What the tests of the booking system and of each package have in common. @type {import('jest').Config} */
module.exports = {
  testEnvironment: require.resolve('./jest.environment.js'),
  transform: { '\\.tsx?$': ['@swc/jest', { jsc: { target: 'es2022', parser: { syntax: 'typescript' } } }] },
  setupFilesAfterEnv: [require.resolve('./jest.setup.js')],
};
