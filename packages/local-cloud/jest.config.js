/** @type {import('jest').Config} */
module.exports = {
  ...require('../../jest.base'),
  displayName: 'local-cloud',
  rootDir: __dirname,
  testMatch: ['<rootDir>/__tests__/**/*.test.ts'],
};
