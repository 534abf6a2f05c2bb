import { spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { dependencies, name } from '../../package.json';

const PACKAGE = join(__dirname, '..', '..');
const STACK = {
  provider: { aws: [{ region: 'eu-west-1' }] },
  resource: { aws_ssm_parameter: { greeting: { name: '/greeting', type: 'String', value: 'hello' } } },
  output: { greeting: { value: '${aws_ssm_parameter.greeting.value}' } },
};

let folder: string;
beforeAll(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'local-cloud-installed-')));
  install();
  writeFileSync(join(folder, 'cdk.tf.json'), JSON.stringify(STACK));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** The package as npm packs it, with what it declares as its dependencies and nothing else. */
function install(): void {
  const modules = join(folder, 'node_modules');
  const installed = join(modules, name);
  mkdirSync(installed, { recursive: true });
  run('npm', ['pack', '--silent', '--pack-destination', folder], PACKAGE);
  run('sh', ['-c', `tar xzf *.tgz --strip-components=1 -C ${installed}`], folder);
  for (const dependency of Object.keys(dependencies)) {
    const at = join(modules, dependency);
    mkdirSync(dirname(at), { recursive: true });
    symlinkSync(folderOf(dependency), at);
  }
}

function folderOf(dependency: string): string {
  const folders = (require.resolve.paths(dependency) ?? []).map((modules) => join(modules, dependency));
  const found = folders.find((path) => existsSync(path));
  if (found === undefined) throw new Error(`${dependency} is not installed. Run npm install.`);
  return found;
}

function run(program: string, options: string[], cwd: string) {
  const { status, stdout, stderr } = spawnSync(program, options, { cwd, encoding: 'utf8' });
  return { status, stdout, stderr };
}

test('installed outside of the repository, it runs a stack', () => {
  const bin = join(folder, 'node_modules', name, 'bin', 'local-cloud.mjs');
  const print = ['--', process.execPath, '-p', 'process.env.STACK_GREETING'];
  expect(run(process.execPath, [bin, 'exec', '--artifact', '.', ...print], folder)).toEqual({
    status: 0,
    stdout: 'hello\n',
    stderr: '',
  });
});
