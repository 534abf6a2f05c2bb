import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { environmentVariables, LocalCloud } from '@keyhold/local-cloud';
import { KEYHOLD } from '../../cli/product';
import { stackFolder } from '../synthesize';

const FILE = join(__dirname, '..', '..', 'docs', 'local.md');
const page = readFileSync(FILE, 'utf8');

test('every link leads somewhere', () => {
  const headings = [...page.matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replace(/[^a-z0-9 -]/g, '')
      .replaceAll(' ', '-'),
  );
  const targets = [...page.matchAll(/\]\(([^)]+)\)/g)].map(([, target = '']) => target);
  expect(targets.length).toBeGreaterThan(5);
  for (const target of targets) {
    if (target.startsWith('#')) expect(headings).toContain(target.slice(1));
    else expect(existsSync(join(dirname(FILE), target.replace(/#.*/, '')))).toBe(true);
  }
});

test('the variables that it promises are set', async () => {
  const cloud = await LocalCloud.start({ artifact: stackFolder('keyhold-local'), product: KEYHOLD });
  const variables = Object.keys(environmentVariables(cloud));
  await cloud.stop();
  const promised = [...page.matchAll(/`((?:AWS|KEYHOLD)_[A-Z_]+)`/g)].map(([, name = '']) => name);
  const takenAway = ['AWS_PROFILE'];
  // A signing method, not a variable.
  const others = ['AWS_IAM'];
  expect(promised.length).toBeGreaterThan(9);
  for (const name of promised)
    if (![...takenAway, ...others].includes(name)) expect(variables).toContain(name);
});
