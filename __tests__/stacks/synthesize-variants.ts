import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { App } from 'cdktf';
import { KeyholdStack } from '../../stacks/keyhold-stack';
import { VARIANTS } from './variants';

/**
 * Synthesizes every variant into a folder of its own, and after them what main.ts is told to by the options that
 * follow: one process, because loading all of it takes longer than synthesizing a stack.
 */
const [, script = '', folder = '', ...options] = process.argv;
for (const [name, settings] of Object.entries(VARIANTS)) {
  const outdir = join(folder, name);
  mkdirSync(outdir, { recursive: true });
  const app = new App({ outdir });
  new KeyholdStack(app, settings);
  app.synth();
}
process.argv = [process.execPath, script, ...options];
require('../../main');
