// Runs before `npm start` and `npm test`, with nothing installed yet: plain Node, no dependencies.
// Installs what is missing or stale, and says what to do when Node is too old.

import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..');
const OLDEST_NODE = [20, 9];

const [major, minor] = process.versions.node.split('.').map(Number);
if (major < OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor < OLDEST_NODE[1])) {
  fail(
    `Keyhold needs Node ${OLDEST_NODE.join('.')} or newer; this is ${process.versions.node}. Install Node 22 from https://nodejs.org.`,
  );
}

const missing = missingPackages();
if (missing > 0) {
  console.log(`Installing ${missing} packages (npm ci); this takes about half a minute …`);
  const npm = spawnSync('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: ROOT,
    stdio: 'inherit',
    shell: process.platform === 'win32',
  });
  if (npm.status !== 0) fail('npm ci failed; its message is above. Is the npm registry reachable?');
}

/** How many packages of the lock file are not installed in the version that it names. */
function missingPackages() {
  const wanted = packagesOf(join(ROOT, 'package-lock.json'));
  // npm's own record of what lies in node_modules.
  const record = join(ROOT, 'node_modules', '.package-lock.json');
  const installed = existsSync(record) ? packagesOf(record) : {};
  return Object.entries(wanted).filter(
    // Optional ones are for other platforms as a rule: npm leaves them out by itself.
    ([path, { version, optional }]) => path !== '' && !optional && installed[path]?.version !== version,
  ).length;
}

function packagesOf(file) {
  return JSON.parse(readFileSync(file, 'utf8')).packages;
}

function fail(message) {
  console.error(message);
  process.exit(1);
}
