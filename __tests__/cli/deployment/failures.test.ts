import { explain } from '../../../cli/terraform/failures';
import { Bench, VERSION } from './bench';
import { SAYINGS } from './terraform-says';

const place = { stack: 'keyhold-dev', environment: 'dev', folder: 'cdktf.out/stacks/keyhold-dev' };

/** The failures that each command has to explain, whichever other it knows. */
const USUAL = [
  'no credentials',
  'expired token',
  'wrong account',
  'no state bucket',
  'lock held',
  'CloudFront still deploying',
  'provider not reachable',
];

let bench: Bench;
beforeAll(() => {
  bench = new Bench('keyhold-dev');
});
afterAll(() => bench.remove());

describe('what Terraform and AWS say is told apart, and answered by the way out in two lines', () => {
  test.each(SAYINGS)('$failure', ({ failure, scenario, told }) => {
    const stderr = Object.values(scenario)
      .flat()
      .map((reply) => reply.stderr ?? '')
      .join('');
    const explained = explain(stderr, place);
    expect(explained?.failure).toBe(failure);
    expect(`${explained?.sentence}\n${explained?.nextStep}`).toMatch(told);
    expect(explained?.nextStep).not.toBe('');
    // As Terraform frames it for a narrow window, in colours.
    const framed = stderr.replace(/ /g, '\n│ ').replace(/Error/g, '\u001b[31mError\u001b[0m');
    expect(explain(framed, place)).toEqual(explained);
  });
});

test('what is none of the usual failures is not explained away', () => {
  expect(explain('Error: creating Lambda Function: ResourceConflictException', place)).toBeUndefined();
});

describe('deploy shows what Terraform says, explains it, and ends in exit code 1', () => {
  test.each(SAYINGS.filter(({ failure }) => USUAL.includes(failure)))(
    '$failure',
    async ({ scenario, told }) => {
      const deploy = bench.stub(scenario).run('deploy', ['--environment', 'dev', '--yes']);
      expect(await deploy.ended).toBe(1);
      expect(deploy.stderr).toContain('Error: ');
      expect(deploy.stderr.slice(deploy.stderr.indexOf('✗ '))).toMatch(told);
      const failed = Object.keys(scenario).find((command) => [scenario[command] ?? {}].flat()[0]?.code === 1);
      expect(bench.commands.at(-1)).toBe(failed);
      expect(bench.temporaryFiles).toEqual([]);
    },
  );

  test('no terraform on the PATH', async () => {
    const deploy = bench.run('deploy', ['--environment', 'dev', '--yes'], { path: bench.temporary });
    expect(await deploy.ended).toBe(1);
    expect(deploy.stderr).toMatch(/no terraform on the PATH[\s\S]*Install version 1\.11/);
  });

  test('terraform older than 1.11, before it can say so itself', async () => {
    const version = { stdout: VERSION.stdout?.replace('1.11.4', '1.10.5') ?? '' };
    const deploy = bench.stub({ version }).run('deploy', ['--environment', 'dev', '--yes']);
    expect(await deploy.ended).toBe(1);
    expect(deploy.stderr).toMatch(/Terraform 1\.10\.5 is too old/);
    expect(bench.commands).toEqual([]);
  });

  test('a failure that is none of the usual ones', async () => {
    const deploy = bench
      .stub({ init: { code: 1, stderr: 'Error: the moon is full\n' } })
      .run('deploy', ['--environment', 'dev', '--yes']);
    expect(await deploy.ended).toBe(1);
    expect(deploy.stderr).toMatch(/moon is full[\s\S]*✗ terraform init failed \(exit code 1\)/);
  });
});
