import type { DriftEntry } from '../meaning/drift';
import type { Review } from '../model';
import { markdownBlock, markdownCode, markdownText } from './escaping';
import { plural } from './words';

/** What was changed on AWS, as a text for an issue: empty where nothing was. */
export function renderDrift({ drift: { unmanaged, entries, shadows } }: Review): string {
  if (unmanaged.length + entries.length === 0) return '';
  return [
    ...chapter('What nobody has declared', unmanaged),
    ...chapter('What is another than Terraform left it', entries),
    ...(shadows > 0 ? [`${shadowWords(shadows)}`, ''] : []),
  ].join('\n');
}

/** What is no drift, though Terraform lists it. */
export function shadowWords(shadows: number): string {
  return `${plural(shadows, 'resource')} read back in other words than declared: no drift.`;
}

function chapter(heading: string, entries: readonly DriftEntry[]): string[] {
  if (entries.length === 0) return [];
  return [`### ${heading}`, '', ...entries.flatMap((entry) => [driftItem(entry), ''])];
}

/** One resource with its lines, as an item of a list. */
export function driftItem({ title, address, lines }: DriftEntry): string {
  return `- ${markdownText(title)} ${markdownCode(address)}\n\n${markdownBlock(lines, 'text').replace(/^/gm, '  ')}`;
}
