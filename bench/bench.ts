import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { speedSections, waitingSection } from './engine-sections';
import { markdownReport, textReport } from './report';
import { reservationsSection, startSection } from './system-sections';

const PAGE = join(__dirname, '..', 'docs', 'benchmarks.md');

/** Measures everything, prints the table, and writes docs/benchmarks.md. */
async function main(): Promise<void> {
  const { sections, versions } = await speedSections();
  const all = [...sections, await waitingSection(), await reservationsSection(), await startSection()];
  process.stdout.write(textReport(all));
  writeFileSync(PAGE, markdownReport(all, [`Node ${process.versions.node}`, ...versions]));
}

void main();
