import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { commentMarker } from '../cli/review-settings';
import { DEPLOYED_ENVIRONMENTS, environment } from '../config/environments';
import { interpreted } from './programs';
import { readStack, resources } from './stacks/synthesized';

const ROOT = join(__dirname, '..');
const FOLDER = join(ROOT, '.github', 'workflows');
const ACTIONLINT = join(ROOT, 'node_modules', '@tktco', 'node-actionlint', 'bin', 'node-actionlint.js');

const workflows = readdirSync(FOLDER).map((file) => ({
  file,
  text: readFileSync(join(FOLDER, file), 'utf8'),
}));
const sources = [
  ...workflows,
  {
    file: 'install/action.yml',
    text: readFileSync(join(ROOT, '.github/actions/install/action.yml'), 'utf8'),
  },
];

function workflow(file: string): string {
  return workflows.find((each) => each.file === file)?.text ?? '';
}

/** A workflow's jobs, each as its text. */
function jobs(text: string): [name: string, text: string][] {
  const [, body = ''] = text.split(/^jobs:$/m);
  return body
    .split(/^(?= {2}[\w-]+:$)/m)
    .filter((job) => job.trim() !== '')
    .map((job) => [/^ {2}([\w-]+):/.exec(job)?.[1] ?? '', job]);
}

/** rhysd/actionlint, compiled to WebAssembly. */
function actionlint(folder: string) {
  return spawnSync(process.execPath, [ACTIONLINT, '.github/workflows/*.yml'], {
    cwd: folder,
    encoding: 'utf8',
  });
}

test('actionlint finds no fault in any workflow, and one where there is one', () => {
  const folder = mkdtempSync(join(tmpdir(), 'keyhold-workflows-'));
  try {
    cpSync(join(ROOT, '.github'), join(folder, '.github'), { recursive: true });
    const broken = workflow('plan.yml').replace('needs: synth', 'needs: synthesis');
    writeFileSync(join(folder, '.github', 'workflows', 'broken.yml'), broken);
    const { status, stdout, stderr } = actionlint(folder);
    expect(stdout + stderr).toContain(`Checking ${workflows.length + 1} workflow file(s)`);
    const faults = (stdout + stderr).match(/^.*\.yml:\d+:\d+ .*$/gm) ?? [];
    expect(faults.filter((fault) => !fault.includes('broken.yml'))).toEqual([]);
    expect(faults.join('\n')).toContain('needs job "synthesis" which does not exist');
    expect(status).not.toBe(0);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

describe.each(sources)('$file', ({ text }) => {
  test('pins every action of others to a commit, and says which release that is', () => {
    const uses = [...text.matchAll(/uses: (?!\.\/)(.*)$/gm)].map(([, action]) => action);
    const pinned = /^[\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/;
    expect(uses.filter((action = '') => !pinned.test(action))).toEqual([]);
  });

  test('runs no script that a package brings along', () => {
    expect(text.replaceAll('npm ci --ignore-scripts', '')).not.toMatch(/npm (ci|install|i)\b/);
  });
});

describe.each(workflows)('$file', ({ text }) => {
  test('starts from reading the code, and nothing else', () => {
    expect(text).toMatch(/^permissions:\n {2}contents: read\n\n/m);
  });

  test('never gives the code of a fork what main may do, and knows no stored secret', () => {
    expect(text).not.toMatch(/pull_request_target|workflow_run|secrets\.|secrets:/);
  });

  test.each(jobs(text))('%s leaves no token where code can read it', (_, job) => {
    const checkouts = job.split('actions/checkout@').length - 1;
    expect(job.split('persist-credentials: false').length - 1).toBe(checkouts);
  });

  test.each(jobs(text))('%s may write only what its task is', (name, job) => {
    const writes = [...job.matchAll(/^ {6}([\w-]+): write$/gm)].map(([, scope]) => scope);
    const allowed: Record<string, string[]> = { comment: ['pull-requests'], tell: ['issues'] };
    const isAws = /configure-aws-credentials@|deploy-environment\.yml/.test(job);
    expect(writes).toEqual(allowed[name] ?? (isAws ? ['id-token'] : []));
  });

  test.each(jobs(text))('%s has either credentials for AWS or a synthesis to run', (_, job) => {
    const hasCredentials = /configure-aws-credentials@/.test(job);
    expect(hasCredentials && /npm run (--silent )?(synth|test)\b/.test(job)).toBe(false);
    const commands = [...job.matchAll(/npm run --silent (plan|deploy) .*/g)].map(([command]) => command);
    expect(commands.filter((command) => !command.includes('--artifact cdktf.out'))).toEqual([]);
  });

  test.each(jobs(text))('%s ends by itself', (_, job) => {
    // A job that is another workflow has the limits of that one.
    expect(job).toMatch(/^ {4}(uses: .*|timeout-minutes: \d+)$/m);
  });
});

test('a pull request of a fork is not planned', () => {
  const [[, first = ''] = []] = jobs(workflow('plan.yml'));
  expect(first).toContain('github.event.pull_request.head.repo.full_name == github.repository');
  for (const [, job] of jobs(workflow('plan.yml')).slice(1))
    expect(job).toMatch(/^ {4}needs: (synth|plan)$/m);
});

/** What `npm run environments -- --json` gives to the matrix of a workflow. */
function listed(): { environment: string; region: string }[] {
  const { stdout } = spawnSync(process.execPath, ['--import', 'tsx', 'cli/environments.ts', '--json'], {
    cwd: ROOT,
    encoding: 'utf8',
  });
  return (JSON.parse(stdout) as { include: { environment: string; region: string }[] }).include;
}

test('every deployed environment is listed with its region, what may be thrown away first', () => {
  const found = listed();
  const names = found.map(({ environment: name }) => name);
  expect([...names].sort()).toEqual([...DEPLOYED_ENVIRONMENTS].sort());
  for (const { environment: name, region } of found) expect(region).toBe(environment(name).region);
  const guarded = names.map((name) => environment(name).protectData);
  expect(guarded).toEqual([...guarded].sort((one, other) => Number(one) - Number(other)));
});

test('environments are deployed one after the other, in the order of the list', () => {
  const steps = Object.fromEntries(jobs(workflow('deploy.yml')));
  expect(Object.keys(steps)).toEqual(['synth', 'deploy']);
  expect(steps['deploy']).toContain('needs: synth');
  expect(steps['deploy']).toContain('fail-fast: true\n      max-parallel: 1');
  expect(workflow('deploy.yml')).toContain('group: deploy\n  cancel-in-progress: false');
});

test.each(workflows)('$file names no environment: it has them from the list', ({ text }) => {
  const named = DEPLOYED_ENVIRONMENTS.filter((name) => new RegExp(`\\b${name}\\b`, 'i').test(text));
  expect(named).toEqual([]);
});

test('what applies waits for the environment, and holds the plan to what was approved', () => {
  const apply = Object.fromEntries(jobs(workflow('deploy-environment.yml')))['apply'] ?? '';
  expect(apply).toContain('needs: plan');
  expect(apply).toContain('environment: ${{ inputs.environment }}');
  expect(apply).toContain('APPROVED: ${{ needs.plan.outputs.hash }}');
  expect(apply).toMatch(/npm run --silent deploy .* --reviewed "\$APPROVED"/);
});

test.each([
  ['plan.yml', 'plan'],
  ['drift.yml', 'look'],
  ['deploy.yml', 'deploy'],
])('%s does its %s in every environment', (file, name) => {
  const job = Object.fromEntries(jobs(workflow(file)))[name] ?? '';
  expect(job).toContain('matrix: ${{ fromJSON(needs.synth.outputs.environments) }}');
  expect(job).toContain('fromJSON(vars.AWS_ACCOUNTS)[matrix.environment]');
  expect(workflow('synth.yml')).toContain('npm run --silent environments -- --json');
});

test('the roles that workflows take are those of keyhold-state', () => {
  const roles = resources(readStack('keyhold-state'), 'aws_iam_role').map(([, { name }]) => name);
  for (const { text } of workflows) {
    for (const [, role = ''] of text.matchAll(/role-to-assume: .*:role\/(.*)$/gm)) {
      const names = DEPLOYED_ENVIRONMENTS.map((name) => role.replace(/\$\{\{.*\}\}/, name));
      expect(roles).toEqual(expect.arrayContaining(names));
    }
  }
});

test('the roles are taken in the region of the environment', () => {
  const regions = workflows.flatMap(({ text }) =>
    [...text.matchAll(/aws-region: (.*)$/gm)].map(([, name]) => name),
  );
  expect(new Set(regions)).toEqual(new Set(['${{ matrix.region }}', '${{ inputs.region }}']));
});

test('a comment is found again by the line that the review begins with', () => {
  expect(workflow('plan.yml')).toContain(`marker="${commentMarker('$environment')}"`);
});

test.each(['plan', 'deploy', 'policy', 'environments'])(
  'npm run %s knows every option that workflows give it',
  (command) => {
    const pattern = new RegExp(`npm run (?:--silent )?${command} -- ((?:.*\\\\\\n)*.*)`, 'g');
    const given = workflows.flatMap(({ text }) =>
      [...text.matchAll(pattern)].flatMap(([, options = '']) => options.match(/--[a-z]+/g) ?? []),
    );
    const { stdout } = spawnSync(process.execPath, [...interpreted(`cli/${command}.ts`), '--help'], {
      cwd: ROOT,
      encoding: 'utf8',
    });
    expect(given.length).toBeGreaterThan(0);
    for (const option of given) expect(stdout).toMatch(new RegExp(`^ +(-\\w, )?${option}\\b`, 'm'));
  },
);
