import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Evaluation } from '../../terraform/evaluation';
import { Stack } from '../../terraform/stack';

export const FIXTURES = path.join(__dirname, 'fixtures');
export const SETTINGS = {
  region: 'eu-central-1',
  accountId: '123456789012',
  instant: new Date('2026-11-24T01:35:38Z'),
};

const folders: string[] = [];
afterAll(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

/** A stack's folder with this as its `cdk.tf.json`, beside the files of the expression fixtures. */
export function stackFolder(content: object | string): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'stack-'));
  folders.push(folder);
  cpSync(path.join(FIXTURES, 'expressions'), folder, { recursive: true });
  writeFileSync(
    path.join(folder, 'cdk.tf.json'),
    typeof content === 'string' ? content : JSON.stringify(content),
  );
  return folder;
}

export function stackOf(content: object): Stack {
  return Stack.read(stackFolder(content));
}

/** The value of one template in a stack that declares what the recorded expressions refer to. */
export function templateValue(template: string): unknown {
  const stack = stackOf({
    variable: { retention: { default: 14 }, settings: { default: { deep: ['x', 'y'] } }, given: {} },
    locals: { prefix: 'pre-${var.retention}' },
    output: { value: { value: template } },
  });
  return new Evaluation(stack, SETTINGS).outputs()[0]?.value;
}
