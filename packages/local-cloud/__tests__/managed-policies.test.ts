import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LocalCloud } from '../cloud';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'local-cloud-managed-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

function stackThatReads(name: string): void {
  const stack = {
    data: { aws_cloudfront_cache_policy: { managed: { name } } },
    output: { id: { value: '${data.aws_cloudfront_cache_policy.managed.id}' } },
  };
  writeFileSync(join(folder, 'cdk.tf.json'), JSON.stringify(stack));
}

test("a managed policy is found by its name, without AWS, under AWS's own id", async () => {
  stackThatReads('Managed-CachingOptimized');
  const cloud = await LocalCloud.start({ artifact: folder });
  expect(cloud.outputs).toEqual({ id: '658327ea-f89d-4fab-a63d-7e88639e58f6' });
  await cloud.stop();
});

test('one that there is not is named', async () => {
  stackThatReads('Managed-Nothing');
  await expect(LocalCloud.start({ artifact: folder })).rejects.toThrow(
    /data\.aws_cloudfront_cache_policy\.managed: .*Managed-Nothing/,
  );
});
