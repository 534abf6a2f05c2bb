import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { policyDelta } from '@keyhold/plan-review';
import { POLICY, stackOf } from '../../cli/review-settings';
import { stackFolder } from '../synthesize';

const text = readFileSync(join(stackFolder('keyhold-prod'), 'cdk.tf.json'), 'utf8');
const sound: unknown = JSON.parse(text);
const open: unknown = JSON.parse(text.replace('"block_public_policy": true', '"block_public_policy": false'));
const finding = {
  rule: 'S3.8',
  address: expect.stringMatching(/^aws_s3_bucket\./),
  sentence: expect.stringMatching(/public/i),
};

function delta(before: unknown, after: unknown) {
  return policyDelta(before, stackOf('prod', after), POLICY);
}

test('what a change breaks is new', () => {
  expect(delta(sound, open)).toEqual({ added: [finding], fixed: [] });
});

test('what a change mends is fixed', () => {
  expect(delta(open, sound)).toEqual({ added: [], fixed: [finding] });
});

test('what was broken before and is broken still is nothing to be told', () => {
  expect(delta(open, open)).toEqual({ added: [], fixed: [] });
});

test('of a stack that was not there before all is new, and a waiver is told with its reason', () => {
  const { added, fixed } = delta(undefined, sound);
  expect(fixed).toEqual([]);
  expect(added.length).toBeGreaterThan(0);
  for (const { sentence } of added) expect(sentence).toMatch(/\(waived until \d{4}-\d{2}-\d{2}: .+\)$/);
});
