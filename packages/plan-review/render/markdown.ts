import type { DriftEntry } from '../meaning/drift';
import { RISKS } from '../meaning/risk';
import type { Review } from '../model';
import { COMMENT_LIMIT, fitInto, type Piece, size } from './budget';
import { driftItem, shadowWords } from './drift';
import { markdownBlock, markdownCode, markdownText } from './escaping';
import { type Item, listing } from './listing';
import {
  folded,
  HEADINGS,
  headline,
  isFolded,
  plural,
  SIGNS,
  settingsWords,
  unjudgedOf,
  unjudgedWords,
  VERBS,
  verdict,
} from './words';

/** For what stands after the pieces: the count of what was left out, and the hash. */
const CLOSING_BYTES = 2_000;
/** Terraform's message is cut there: it repeats what the review says. */
const LONGEST_ERROR = 4_000;

/** How a review is written as a comment. */
export interface MarkdownOptions {
  /** The first line, by which a later run finds the comment and updates it. */
  readonly marker?: string;
  /** The most bytes it may have. */
  readonly limit?: number;
}

/**
 * The review as a comment on a pull request, within `limit` bytes: summary, then what is forbidden, the warnings and
 * the riskier changes, then the rest. Changes are shown whole or counted as left out.
 */
export function renderMarkdown(
  review: Review,
  { marker, limit = COMMENT_LIMIT }: MarkdownOptions = {},
): string {
  const head = (marker === undefined ? '' : `${marker}\n`) + summary(review);
  const { kept, left } = fitInto(pieces(review), limit - size(head) - CLOSING_BYTES);
  let body = '';
  let heading = '';
  for (const piece of kept) {
    if (piece.heading !== heading) body += `\n${piece.heading}\n\n`;
    heading = piece.heading;
    body += `${piece.text}\n`;
  }
  return `${head}${body}${closing(review, left)}`;
}

function summary(review: Review): string {
  const failed = review.error !== undefined;
  const icon = failed
    ? '⛔'
    : { forbidden: '⛔', high: '⚠️', unjudged: '❔', notable: '🔎', routine: '✅' }[review.risk];
  const lines = [
    `## ${markdownText(review.environment)}: ${markdownText(headline(review))}`,
    '',
    `${icon} **${markdownText(verdict(review))}**`,
  ];
  if (review.error !== undefined)
    lines.push('', 'Terraform stopped:', '', markdownBlock([review.error.slice(0, LONGEST_ERROR)], 'text'));
  return `${lines.join('\n')}\n`;
}

function pieces(review: Review): Piece[] {
  const found: Piece[] = review.forbidden.map(({ sentence, address, advice }) => ({
    heading: '### Forbidden',
    text: [
      `- **${markdownText(sentence)}** ${markdownCode(address)}`,
      ...advice.map((way) => `  - ${withCode(way)}`),
    ].join('\n'),
    noun: 'forbidden change',
    count: 1,
    weight: 102,
  }));
  for (const { sentence, address } of review.warnings)
    found.push({
      heading: '### Warnings',
      text: `- ⚠️ ${markdownText(sentence)} ${markdownCode(address)}`,
      noun: 'warning',
      count: 1,
      weight: 101,
    });
  const drift = driftPieces(review);
  found.push(...drift.filter(({ weight }) => weight > 50));
  for (const entry of unjudgedOf(review))
    found.push({
      heading: '### Not judged',
      text: `- ❔ The review does not know ${markdownText(unjudgedWords(entry))} ${markdownCode(entry.address)}`,
      noun: 'change',
      count: 1,
      weight: 101,
    });
  for (const { address, sentence } of review.deferred)
    found.push({
      heading: '### Deferred',
      text: `- ${markdownText(sentence)} ${markdownCode(address)}`,
      noun: 'change',
      count: 1,
      weight: 100,
    });
  found.push(...policyPieces(review));
  for (const [group, items] of listing(review))
    for (const item of items)
      found.push({
        heading: `### ${HEADINGS[group]}`,
        text: change(item),
        noun: 'change',
        count: item.count,
        weight: RISKS.indexOf(item.risk),
      });
  found.push(...drift.filter(({ weight }) => weight <= 50));
  for (const note of review.notes)
    found.push({
      heading: '### Allowances',
      text: `- ${markdownText(note)}`,
      noun: 'note',
      count: 1,
      weight: 50,
    });
  return found;
}

function change({ action, title, risk, entry, count, settings }: Item): string {
  const verb = action === 'create' ? '' : `${VERBS[action]} `;
  const name =
    risk === 'high' || risk === 'forbidden'
      ? `**${markdownText(verb + title)}**`
      : markdownText(verb + title);
  const head = `- ${SIGNS[action] === '-' ? '−' : markdownText(SIGNS[action])} ${name}${entry && count === 1 ? ` ${markdownCode(entry.address)}` : ''}${settingsWords({ action, settings })}`;
  if (!entry) return head;
  const reasons = [...entry.circumstances, ...entry.forced.map(({ sentence }) => sentence)].map(
    (sentence) => `  ${markdownText(sentence)}`,
  );
  const lines = entry.lines.map(({ sign, text }) => `${sign === '~' ? '!' : sign} ${text}`);
  return [head, ...reasons, ...(lines.length > 0 ? ['', indented(markdownBlock(lines, 'diff'))] : [])].join(
    '\n',
  );
}

function policyPieces({ policy }: Review): Piece[] {
  const piece =
    (word: string, weight: number) =>
    (finding: { rule: string; address: string; sentence: string }): Piece => ({
      heading: '### Rules',
      text: `- ${word}: **${markdownText(finding.rule)}** ${markdownText(finding.sentence)} ${markdownCode(finding.address)}`,
      noun: 'finding',
      count: 1,
      weight,
    });
  return [...(policy?.added ?? []).map(piece('new', 100)), ...(policy?.fixed ?? []).map(piece('fixed', 0))];
}

function driftPieces({ drift }: Review): Piece[] {
  const piece =
    (heading: string, weight: number) =>
    (entry: DriftEntry): Piece => ({
      heading,
      text: driftItem(entry),
      noun: 'drifted resource',
      count: 1,
      weight,
    });
  const heading = '### Drift: changed on AWS, not by Terraform';
  const said = [
    ...drift.allowed.map(
      ({ address, reason }) => `${markdownCode(address)} drifts as allowed: ${markdownText(reason)}`,
    ),
    ...(drift.shadows > 0 ? [shadowWords(drift.shadows)] : []),
  ];
  return [
    ...drift.unmanaged.map(piece('### Drift: nobody has declared this', 99)),
    ...drift.entries.map(piece(heading, 10)),
    ...said.map((text): Piece => ({ heading, text: `- ${text}`, noun: 'note', count: 1, weight: 0 })),
  ];
}

function closing(review: Review, left: readonly Piece[]): string {
  const lines = [''];
  if (left.length > 0) {
    const counts = new Map<string, number>();
    for (const { heading, noun, count } of left) {
      const key = `${heading.replace(/^#+ /, '')}\n${noun}`;
      counts.set(key, (counts.get(key) ?? 0) + count);
    }
    const told = [...counts].map(([key, count]) => {
      const [chapter = '', noun = ''] = key.split('\n');
      return `${plural(count, noun)} in ${chapter}`;
    });
    lines.push(
      `**Left out, because a comment has an end:** ${told.join(', ')}. The terminal shows all of it.`,
      '',
    );
  }
  if (review.entries.some(isFolded))
    lines.push(`Folded, since nobody needs to read them: ${folded(review.entries)}.`, '');
  if (review.outputs.length > 0)
    lines.push(
      `Outputs: ${review.outputs
        .slice(0, 20)
        .map(({ name, action, text }) => `${VERBS[action]} ${markdownCode(name)} ${markdownCode(text)}`)
        .join(', ')}${review.outputs.length > 20 ? `, and ${review.outputs.length - 20} more` : ''}.`,
      '',
    );
  if (review.reads.length > 0)
    lines.push(`Read only while it is applied: ${plural(review.reads.length, 'data source')}.`, '');
  lines.push(
    `<sub>Unchanged: ${plural(review.unchanged, 'resource')}. Plan hash ${markdownCode(review.hash)}</sub>`,
  );
  return `${lines.join('\n')}\n`;
}

function indented(text: string): string {
  return text.replace(/^/gm, '  ');
}

/** Advice ends in the line to write: that one is code. */
function withCode(text: string): string {
  const line = /(resource\.moveFromId\('[^']+'\);|\{".*\})/.exec(text);
  if (!line) return markdownText(text);
  const [before = '', after = ''] = text.split(line[0]);
  return `${markdownText(before)}${markdownCode(line[0])}${markdownText(after)}`;
}
