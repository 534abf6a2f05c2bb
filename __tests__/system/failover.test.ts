import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LocalCloud } from '@keyhold/local-cloud';
import { type Block, readStack, type Synthesized } from '../stacks/synthesized';
import { stackFolder } from '../synthesize';

/** A bucket by its names: in the stack, and as an origin of the distribution. */
interface Bucket {
  readonly address: string;
  readonly originId: string;
}
const PRIMARY: Bucket = { address: 'web', originId: 'web' };
const SECONDARY: Bucket = { address: 'webFailover', originId: 'web-failover' };

type Fault = (stack: Synthesized, bucket: Bucket) => void;

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'keyhold-failover-'));
  cpSync(stackFolder('keyhold-local'), folder, { recursive: true });
});
afterEach(() => rmSync(folder, { recursive: true }));

/** Takes the resources of a type that belong to the bucket out of the stack. */
function without(type: string): Fault {
  return (stack, { address }) => {
    const all = stack.resource[type] ?? {};
    for (const name of Object.keys(all)) {
      if (all[name]?.['bucket'] === `\${aws_s3_bucket.${address}.id}`) delete all[name];
    }
  };
}

/** The distribution reaches for the bucket at an address that leads nowhere. */
function lost(stack: Synthesized, { originId }: Bucket): void {
  const distribution = stack.resource['aws_cloudfront_distribution']?.['distribution'];
  for (const origin of (distribution?.['origin'] ?? []) as Block[]) {
    if (origin['origin_id'] === originId) origin['domain_name'] = 'gone.s3.eu-central-1.amazonaws.com';
  }
}

/** What a browser gets for the page and all it is made of, with some buckets at fault. */
async function statuses(fault: Fault, ...buckets: Bucket[]): Promise<number[]> {
  const stack = readStack('keyhold-local');
  for (const bucket of buckets) fault(stack, bucket);
  writeFileSync(join(folder, 'cdk.tf.json'), JSON.stringify(stack));
  const cloud = await LocalCloud.start({ artifact: folder });
  try {
    const page = await fetch(`${cloud.edgeUrl}/`);
    const html = await page.text();
    const paths = [...html.matchAll(/(?:src|href)="(\/[^"]+\.\w+)"/g)].map(([, path]) => path);
    const files = await Promise.all(paths.map((path) => fetch(`${cloud.edgeUrl}${path}`)));
    return [page, ...files].map(({ status }) => status);
  } finally {
    await cloud.stop();
  }
}

test.each<[string, Fault]>([
  ['is empty', without('aws_s3_object')],
  ['lets nobody in', without('aws_s3_bucket_policy')],
  ['is gone', lost],
])('the page still loads while the primary bucket %s', async (_, fault) => {
  // The document, its icon, style and script.
  expect(await statuses(fault, PRIMARY)).toEqual([200, 200, 200, 200]);
  expect(await statuses(fault, SECONDARY)).toEqual([200, 200, 200, 200]);
  expect((await statuses(fault, PRIMARY, SECONDARY))[0]).toBeGreaterThanOrEqual(400);
});
