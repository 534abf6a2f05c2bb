import { spawnSync } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(__dirname, '..');
const DEPCRUISE = join(ROOT, 'node_modules', 'dependency-cruiser', 'bin', 'dependency-cruise.mjs');

function cruise(...paths: string[]) {
  const options = ['--config', '.dependency-cruiser.cjs'];
  return spawnSync(process.execPath, [DEPCRUISE, ...options, ...paths], { cwd: ROOT, encoding: 'utf8' });
}

test('the arrows of the layout point one way', () => {
  const { status, stdout } = cruise(
    'main.ts',
    'config',
    'stacks',
    'functions',
    'packages/local-cloud',
    'cli',
    'web',
    'packages/plan-review',
    'bench',
  );
  expect(stdout).toContain('no dependency violations found');
  expect(status).toBe(0);
});

test('an arrow against the layout is found', () => {
  const file = join(ROOT, 'packages', 'local-cloud', `against-the-layout-${process.pid}.ts`);
  writeFileSync(file, "export { environment } from '../../config/environments';\n");
  try {
    expect(cruise(file).stdout).toContain('local-knows-synthesized-json-only');
  } finally {
    rmSync(file);
  }
});
