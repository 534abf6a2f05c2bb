import { interpreted } from '../../programs';
import { Bench } from './bench';

let bench: Bench;
beforeAll(() => {
  bench = new Bench();
});
afterAll(() => bench.remove());

test.each(['bootstrap', 'deploy', 'destroy', 'outputs'])(
  '%s --help tells what it does and what it can be told',
  async (command) => {
    const help = bench.run(command, ['--help'], { program: interpreted });
    expect(await help.ended).toBe(0);
    expect(help.stdout).toMatch(new RegExp(`npm run ${command} --`));
    expect(help.stdout).toMatch(/--environment <name>/);
  },
);

describe('an environment has to be named, and to lie on AWS', () => {
  test.each([
    ['none', [], /required option '--environment <name>'/],
    ['local', ['--environment', 'local'], /npm start/],
    ['one that config/ does not have', ['--environment', 'qa'], /dev, staging, prod/],
    ['an unknown option', ['--environment', 'dev', '--fast'], /unknown option '--fast'/],
  ])('%s', async (_, options, message) => {
    const deploy = bench.run('deploy', options);
    expect(await deploy.ended).toBe(1);
    expect(deploy.stderr).toMatch(message);
  });
});

test('an artifact without the stack is refused', async () => {
  const outputs = bench.run('outputs', ['--environment', 'dev']);
  expect(await outputs.ended).toBe(1);
  expect(outputs.stderr).toMatch(/holds no synthesized stack[\s\S]*npm run synth/);
});
