import './failure';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { UserError } from '@keyhold/local-cloud/errors';
import { policy, policyTable, type StackOf } from '@keyhold/plan-review';
import { endCommand } from './end-command';
import { program } from './program';
import { checkedStacks, POLICY, stackOf } from './review-settings';
import { stackFolder, synthesize } from './synthesis';

const command = program(
  'npm run policy',
  'Holds the synthesized stacks to the rules of packages/plan-review, and says what is waived and why.',
)
  .option('--artifact <folder>', 'look at what was synthesized there before (cdktf.out)')
  .addHelpText('after', '\nExit codes: 0 every rule is kept or waived, 1 it is not, or a waiver is stale.');

function report(artifact: string): boolean {
  const names = checkedStacks();
  const stacks = names.map((name) => read(artifact, name));
  const { checks, findings, faults } = policy(stacks, POLICY);
  process.stdout.write(`${policyTable(names, checks, findings, POLICY.rules)}\n\nWaived:\n`);
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
  const file = join(stackFolder(artifact, environment), 'cdk.tf.json');
  if (!existsSync(file))
    throw new UserError('StackMissing', `There is no ${file}.`, 'Make it: npm run synth');
  return stackOf(environment, JSON.parse(readFileSync(file, 'utf8')));
}

async function reportOnSynthesized(): Promise<boolean> {
  const output = mkdtempSync(join(tmpdir(), 'keyhold-policy-'));
  try {
    await synthesize({ output });
    return report(output);
  } finally {
    rmSync(output, { recursive: true });
  }
}

endCommand(async () => {
  const { artifact } = command.parse().opts<{ artifact?: string }>();
  const kept = artifact === undefined ? await reportOnSynthesized() : report(resolve(artifact));
  return kept ? 0 : 1;
});
