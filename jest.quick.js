const { join } = require('node:path');
const full = require('./jest.config');
const slow = require('./jest.slow');

/** All but the slow suites: for the inner loop. @type {import('jest').Config} */
module.exports = {
  ...full,
  projects: full.projects.map((project) => ({
    ...(typeof project === 'string'
      ? require(join(project.replace('<rootDir>', __dirname), 'jest.config.js'))
      : project),
    testPathIgnorePatterns: slow,
  })),
};
