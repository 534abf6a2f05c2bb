import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { policy, policyTable, type StackOf } from '@keyhold/plan-review';
import { Command } from 'commander';
import { DEPLOYED_ENVIRONMENTS } from '../config/environments';
import { CommandFailed } from './command-failed';

const ROOT = join(__dirname, '..');
const ENVIRONMENTS = [...DEPLOYED_ENVIRONMENTS, 'state'];

const command = new Command('npm run policy --')
  .description('Holds the synthesized stacks to the rules of review/policy, and says what is waived and why.')
  .option('--artifact <folder>', 'look at what was synthesized there before (cdktf.out)')
  .allowExcessArguments(false)
  .addHelpText('after', '\nExit codes: 0 every rule is kept or waived, 1 it is not, or a waiver is stale.');

function report(artifact: string): boolean {
  const stacks = ENVIRONMENTS.map((environment) => read(artifact, environment));
  const { checks, findings, faults } = policy(stacks);
  process.stdout.write(`${policyTable(ENVIRONMENTS, checks, findings)}\n\nWaived:\n`);
  const waived = new Set(findings.flatMap(({ waiver }) => waiver ?? []));
  for (const { rule, address, environments, reason, expires } of waived) {
    process.stdout.write(
      `  ${rule} for ${address} in ${environments.join(', ')}, until ${expires}: ${reason}\n`,
    );
  }
  for (const fault of faults) process.stderr.write(`\n✗ ${fault}`);
  process.stdout.write(faults.length === 0 ? '\nEvery rule is kept or waived.\n' : '\n');
  return faults.length === 0;
}

function read(artifact: string, environment: string): StackOf {
  const file = join(artifact, 'stacks', `keyhold-${environment}`, 'cdk.tf.json');
  if (!existsSync(file)) throw new CommandFailed(`There is no ${file}. Make it: npm run synth`);
  return { environment, json: JSON.parse(readFileSync(file, 'utf8')) };
}

function synthesized<Result>(use: (artifact: string) => Result): Result {
  const output = mkdtempSync(join(tmpdir(), 'keyhold-policy-'));
  try {
    execFileSync(process.execPath, ['--import', 'tsx', 'main.ts', '--output', output], {
      cwd: ROOT,
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    return use(output);
  } finally {
    rmSync(output, { recursive: true });
  }
}

const { artifact } = command.parse().opts<{ artifact?: string }>();
try {
  const kept = artifact === undefined ? synthesized(report) : report(resolve(artifact));
  process.exitCode = kept ? 0 : 1;
} catch (error) {
  if (!(error instanceof CommandFailed)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = error.exitCode;
}
