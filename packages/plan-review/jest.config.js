/** @type {import('jest').Config} */
module.exports = {
  ...require('../../jest.base'),
  displayName: 'plan-review',
  rootDir: __dirname,
  testMatch: ['<rootDir>/__tests__/**/*.test.ts'],
};
