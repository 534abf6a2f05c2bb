import { SECRET_IN_CLEAR } from '../meaning/values';
import { withoutForms } from '../plan/secrets';

/** Control characters, and those that turn the direction of what follows or are not seen at all. */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu;
const BREAK = /\r\n?|\n/g;

/** One line of text without what a terminal or a browser would obey, and without what looks like a secret. */
export function plainLine(text: string): string {
  return withoutForms(text, SECRET_IN_CLEAR).replace(BREAK, '⏎').replace(/\t/g, ' ').replace(UNSEEN, '�');
}

/** The same of several lines. */
export function plainLines(text: string): string {
  return withoutForms(text, SECRET_IN_CLEAR)
    .split(BREAK)
    .map((line) => line.replace(/\t/g, '  ').replace(UNSEEN, '�'))
    .join('\n');
}

/** Seen by nobody; what it stands in is no mention, no reference and no link any more. */
const GAP = '\u200b';

/**
 * Text in a Markdown comment: nothing in it makes emphasis, a link, an image, a tag, a mention or a reference. GitHub
 * looks for mentions, references and addresses in what is shown, so that an escape in the source does not keep them
 * out (https://github.github.com/gfm/#autolinks-extension-).
 */
export function markdownText(text: string): string {
  return (
    plainLine(text)
      .replace(/\s+/g, ' ')
      .replace(/^ /, '')
      .replace(/[\\`*_{}[\]()|#~!$^=>+-]/g, '\\$&')
      // At the beginning of a line it would be a list.
      .replace(/^(\d+)\./, '$1\\.')
      .replaceAll('&', '&amp;')
      .replaceAll('<', '&lt;')
      .replaceAll('@', `@${GAP}`)
      .replaceAll('\\#', `\\#${GAP}`)
      .replaceAll(':', `:${GAP}`)
      .replace(/\bwww\./gi, (found) => `${found}${GAP}`)
      .replace(/\bGH\\-(?=\d)/gi, (found) => `${found}${GAP}`)
  );
}

/** A span of code: its fence is longer than any in it. */
export function markdownCode(text: string): string {
  const line = plainLine(text);
  const fence = '`'.repeat(longestTicks(line) + 1);
  const pad = line.startsWith('`') || line.endsWith('`') || line.trim() === '' ? ' ' : '';
  return `${fence}${pad}${line}${pad}${fence}`;
}

/** Lines in a block of code, such as `diff`, whose sign column colours them. */
export function markdownBlock(lines: readonly string[], language: string): string {
  const text = lines.map(plainLines).join('\n');
  const fence = '`'.repeat(Math.max(3, longestTicks(text) + 1));
  return `${fence}${language}\n${text}\n${fence}`;
}

function longestTicks(text: string): number {
  return Math.max(0, ...[...text.matchAll(/`+/g)].map(([ticks]) => ticks.length));
}
