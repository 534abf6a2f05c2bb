import type { DriftEntry } from '../meaning/drift';
import type { Review } from '../model';
import type { Line } from '../subjects/subject';
import { shadowWords } from './drift';
import { plainLines } from './escaping';
import { type Item, listing } from './listing';
import {
  folded,
  HEADINGS,
  headline,
  isFolded,
  MARKS,
  plural,
  SIGNS,
  settingsWords,
  unjudgedOf,
  unjudgedWords,
  VERBS,
  verdict,
} from './words';

export interface TerminalOptions {
  /** Columns; lines are wrapped to it. */
  readonly width: number;
  readonly colours: boolean;
}

const COLOURS = { bold: 1, red: 31, green: 32, yellow: 33, grey: 90 } as const;
type Colour = keyof typeof COLOURS;

/** The review for a person at a terminal. */
export function renderTerminal(review: Review, options: TerminalOptions): string {
  const page = new Page(options);
  page.line(`${review.environment}: ${headline(review)}`, 'bold');
  page.line(
    verdict(review),
    review.risk === 'forbidden' ? 'red' : review.risk === 'high' ? 'yellow' : undefined,
  );
  if (review.error !== undefined)
    page.chapter('Terraform stopped', () => page.line(review.error ?? '', 'red', 2));
  if (review.forbidden.length > 0) page.chapter('Forbidden', () => forbidden(review, page));
  if (review.warnings.length > 0)
    page.chapter('Warnings', () => {
      for (const { sentence } of review.warnings) page.line(`! ${sentence}`, 'yellow', 2, 4);
    });
  driftEntries('Drift: nobody has declared this', review.drift.unmanaged, page, 'yellow');
  const left = unjudgedOf(review);
  if (left.length > 0)
    page.chapter('Not judged', () => {
      for (const each of left) {
        page.line(`? The review does not know ${unjudgedWords(each)}:`, 'yellow', 2, 4);
        page.line(each.address, 'grey', 4);
      }
    });
  if (review.deferred.length > 0)
    page.chapter('Deferred', () => {
      for (const { address, sentence } of review.deferred)
        page.line(`${address}: ${sentence}`, 'yellow', 2, 4);
    });
  policy(review, page);
  for (const [group, items] of listing(review))
    page.chapter(HEADINGS[group], () => {
      for (const item of items) entry(item, page);
    });
  if (review.entries.some(isFolded))
    page.chapter('Folded', () => page.line(folded(review.entries), 'grey', 2));
  driftEntries('Drift: changed on AWS, not by Terraform', review.drift.entries, page);
  driftNotes(review, page);
  if (review.outputs.length > 0)
    page.chapter('Outputs', () =>
      page.line(
        review.outputs.map(({ name, action, text }) => `${VERBS[action]} ${name}: ${text}`).join('; '),
        undefined,
        2,
      ),
    );
  if (review.notes.length > 0)
    page.chapter('Allowances', () => {
      for (const note of review.notes) page.line(note, undefined, 2);
    });
  page.blank();
  if (review.reads.length > 0) page.line(`Read only while it is applied: ${review.reads.join(', ')}`, 'grey');
  page.line(
    `Unchanged: ${plural(review.unchanged, 'resource')}. Plan hash ${review.hash.slice(0, 16)}`,
    'grey',
  );
  return page.text();
}

function forbidden({ forbidden: refused }: Review, page: Page): void {
  refused.forEach(({ address, sentence, advice }, index) => {
    if (index > 0) page.blank();
    page.line(`!! ${sentence}`, 'red', 2, 5);
    page.line(address, 'grey', 5);
    for (const way of advice) page.line(`→ ${way}`, undefined, 5, 7);
  });
}

function entry({ action, title, risk, entry: single, count, settings }: Item, page: Page): void {
  const mark = MARKS[risk];
  const colour = { create: 'green', delete: 'red', replace: 'red' }[action as string] as Colour | undefined;
  const verb = action === 'create' ? '' : `${VERBS[action]} `;
  page.line(
    `${mark.padStart(2)} ${SIGNS[action]} ${verb}${title}${settingsWords({ action, settings })}`,
    colour,
    0,
    5,
  );
  if (!single || count > 1) return;
  if (single.risk !== 'routine' || single.action !== 'create') page.line(single.address, 'grey', 5);
  for (const sentence of single.circumstances) page.line(sentence, undefined, 5, 7);
  for (const { sentence } of single.forced) if (risk !== 'forbidden') page.line(sentence, undefined, 5, 7);
  for (const line of single.lines) page.line(`${line.sign} ${line.text}`, colourOf(line), 5, 7);
}

function colourOf({ sign }: Line): Colour | undefined {
  if (sign === '+') return 'green';
  return sign === '-' ? 'red' : undefined;
}

function policy({ policy: delta }: Review, page: Page): void {
  if (!delta || (delta.added.length === 0 && delta.fixed.length === 0)) return;
  page.chapter('Rules', () => {
    for (const { rule, address, sentence } of delta.added)
      page.line(`new: ${rule} ${address}: ${sentence}`, 'red', 2, 4);
    for (const { rule, address, sentence } of delta.fixed)
      page.line(`fixed: ${rule} ${address}: ${sentence}`, 'green', 2, 4);
  });
}

function driftEntries(heading: string, entries: readonly DriftEntry[], page: Page, colour?: Colour): void {
  if (entries.length === 0) return;
  page.chapter(heading, () => {
    for (const { title, lines } of entries) {
      page.line(title, colour, 2);
      for (const line of lines) page.line(line, undefined, 5, 7);
    }
  });
}

function driftNotes({ drift: { allowed, shadows } }: Review, page: Page): void {
  if (allowed.length === 0 && shadows === 0) return;
  page.blank();
  for (const { address, reason } of allowed) page.line(`${address} drifts as allowed: ${reason}`, 'grey');
  if (shadows > 0) page.line(shadowWords(shadows), 'grey');
}

/** Wrapped, indented lines. */
class Page {
  private readonly lines: string[] = [];

  constructor(private readonly options: TerminalOptions) {}

  /** @param hang the indentation of the lines after the first */
  line(text: string, colour?: Colour, indent = 0, hang = indent): void {
    for (const paragraph of plainLines(text).split('\n')) {
      wrapped(paragraph, this.options.width, indent, hang).forEach((line) => {
        this.lines.push(this.coloured(line, colour));
      });
    }
  }

  blank(): void {
    this.lines.push('');
  }

  chapter(heading: string, body: () => void): void {
    this.blank();
    this.line(heading, 'bold');
    body();
  }

  text(): string {
    return `${this.lines.join('\n')}\n`;
  }

  private coloured(line: string, colour: Colour | undefined): string {
    return colour && this.options.colours ? `\u001b[${COLOURS[colour]}m${line}\u001b[0m` : line;
  }
}

/** Breaks at spaces; a word that is longer than a line stays whole, so that it can be copied. */
function wrapped(text: string, width: number, indent: number, hang: number): string[] {
  const lines: string[] = [];
  let current = ' '.repeat(indent);
  let isEmpty = true;
  for (const word of text.split(' ')) {
    if (!isEmpty && current.length + 1 + word.length > width) {
      lines.push(current.trimEnd());
      current = ' '.repeat(hang);
      isEmpty = true;
    }
    current += isEmpty ? word : ` ${word}`;
    isEmpty = false;
  }
  return [...lines, current.trimEnd()];
}
