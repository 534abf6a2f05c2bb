import type { Review } from '../model';
import { fitInto, type Piece, size } from '../render/budget';
import { renderJson } from '../render/json';
import { renderMarkdown } from '../render/markdown';
import { renderTerminal } from '../render/terminal';
import { recorded, reviewOf } from './recorded';

/** A review of many long changes, of which one loses a table. */
function long(): Review {
  const review = reviewOf('table-key-changed-unprotected');
  const [first] = review.entries;
  if (!first) throw new Error('The recorded plan has no change.');
  const many = Array.from({ length: 400 }, (_, index) => ({
    ...first,
    address: `aws_lambda_function.f${index}`,
    title: `function f${index}`,
    group: 'functions' as const,
    risk: 'routine' as const,
    forced: [],
    action: 'update' as const,
    lines: [{ sign: '~' as const, text: `memory_size ${'x'.repeat(300)}` }],
  }));
  return { ...review, entries: [...review.entries, ...many] };
}

test('a comment stays within its limit, cut on whole changes, with the rest counted', () => {
  const text = renderMarkdown(long());
  expect(size(text)).toBeLessThanOrEqual(65_536);
  expect(text).toMatch(/Left out, because a comment has an end:\*\* \d+ changes in Functions/);
  const shown = (text.match(/`aws_lambda_function\.f\d+`/g) ?? []).length;
  const left = Number(/(\d+) changes in Functions/.exec(text)?.[1]);
  expect(shown + left).toBe(400);
});

test('no fence is left open by the cut', () => {
  expect((renderMarkdown(long()).match(/^\s*`{3,}/gm) ?? []).length % 2).toBe(0);
});

test('what is forbidden and risky comes before the rest when room is short', () => {
  const text = renderMarkdown(long(), { limit: 8_000 });
  expect(size(text)).toBeLessThanOrEqual(8_000);
  expect(text).toContain('### Forbidden');
  expect(text).toContain('`aws_dynamodb_table.apartments`');
});

test('pieces keep their order, and the weightiest are kept', () => {
  const piece = (text: string, weight: number): Piece => ({
    heading: '#',
    text,
    noun: 'change',
    count: 1,
    weight,
  });
  const { kept, left } = fitInto([piece('aaaa', 0), piece('bbbb', 2), piece('cccc', 1)], 14);
  expect(kept.map(({ text }) => text)).toEqual(['bbbb', 'cccc']);
  expect(left.map(({ text }) => text)).toEqual(['aaaa']);
});

test("a plan's values make no Markdown: no tag, no mention, no fence", () => {
  const review = reviewOf('index-added');
  const [entry] = review.entries;
  if (!entry) throw new Error('The recorded plan has no change.');
  const lines = [{ sign: '+' as const, text: '```\n@everyone' }];
  const text = renderMarkdown({
    ...review,
    entries: [{ ...entry, title: '<img src=x> @everyone `', lines }],
  });
  expect(text).not.toContain('<img');
  expect(text.replace(/````diff[\s\S]*?````/, '')).not.toContain('@everyone');
});

test('the comment starts with the marker by which a later run finds it', () => {
  const marker = '<!-- plan review of the shop: prod -->';
  expect(renderMarkdown(reviewOf('index-added'), { marker }).split('\n')[0]).toBe(marker);
});

test('lines of the terminal fit its width, but for words that are longer', () => {
  for (const line of renderTerminal(reviewOf('from-nothing'), { width: 100, colours: false }).split('\n'))
    if (line.trim().includes(' ')) expect(line.length).toBeLessThanOrEqual(100);
});

test('colours are only where they are asked for', () => {
  const review = reviewOf('table-key-changed');
  expect(renderTerminal(review, { width: 100, colours: false })).not.toContain('\u001b');
  expect(renderTerminal(review, { width: 100, colours: true })).toContain('\u001b[31m');
});

test('the JSON says the exit code and the hash', () => {
  expect(JSON.parse(renderJson(reviewOf('table-key-changed')))).toMatchObject({
    exitCode: 3,
    hash: expect.stringMatching(/^[0-9a-f]{64}$/),
    headline: expect.stringContaining('1 to REPLACE'),
  });
});

test('findings of the rules are told as new and fixed', () => {
  const finding = { rule: 'S3.5', address: 'aws_s3_bucket.web', sentence: 'It answers without TLS.' };
  const review = {
    ...reviewOf('index-added'),
    policy: { added: [finding], fixed: [{ ...finding, rule: 'S3.8' }] },
  };
  expect(renderTerminal(review, { width: 100, colours: false })).toMatch(/new: S3\.5[\s\S]*fixed: S3\.8/);
  expect(renderMarkdown(review)).toMatch(/new: \*\*S3\.5\*\*[\s\S]*fixed: \*\*S3\.8\*\*/);
});

test.each(['from-nothing', 'secret-in-a-variable', 'drift'])(
  '%s was recorded without a path of a machine',
  (name) => {
    expect(JSON.stringify(recorded(name))).not.toMatch(/\/(tmp|work|root|home)\//);
  },
);
