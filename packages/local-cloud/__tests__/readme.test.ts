import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const PACKAGE = join(__dirname, '..');
const page = readFileSync(join(PACKAGE, 'README.md'), 'utf8');

test.each(['README.md', 'CONTRIBUTING.md'])('every link of %s leads somewhere', (name) => {
  const text = readFileSync(join(PACKAGE, name), 'utf8');
  const headings = [...text.matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replace(/[^a-z0-9 -]/g, '')
      .replaceAll(' ', '-'),
  );
  const targets = [...text.matchAll(/\]\(([^)]+)\)/g)].map(([, target = '']) => target);
  expect(targets.length).toBeGreaterThan(3);
  for (const target of targets) {
    if (target.startsWith('#')) expect(headings).toContain(target.slice(1));
    else expect(existsSync(join(PACKAGE, target.replace(/#.*/, '')))).toBe(true);
  }
});

/** Each folder of services/, with the name of its row in the table. */
const ROWS = [
  ['iam', 'IAM, STS'],
  ['dynamodb', 'DynamoDB'],
  ['stepfunctions', 'Step Functions'],
  ['lambda', 'Lambda'],
  ['sqs', 'SQS'],
  ['appsync', 'AppSync'],
  ['s3', 'S3'],
  ['cloudfront', 'CloudFront, WAF'],
  ['events', 'EventBridge'],
  ['scheduler', 'EventBridge Scheduler'],
  ['ssm', 'Systems Manager'],
  ['secretsmanager', 'Secrets Manager'],
] as const;

test.each(ROWS)('the service in %s has a row that says what runs and what does not', (folder, name) => {
  expect(existsSync(join(PACKAGE, 'services', folder))).toBe(true);
  const row = page.split('\n').find((line) => line.startsWith(`| **${name}** |`));
  const cells = row?.split(' | ').slice(1) ?? [];
  expect(cells).toHaveLength(2);
  for (const cell of cells) expect(cell.trim()).not.toBe('');
});

test('no service is without a row', () => {
  const folders = readdirSync(join(PACKAGE, 'services'));
  expect(ROWS.map(([folder]) => folder as string).sort()).toEqual(folders.sort());
});
