import type { LocalCloud } from '../cloud';

/** A line of the summary; left out where its value is undefined or empty. */
export type Fact = readonly [name: string, value: unknown];

/** What `local-cloud start` prints when everything runs. */
export function summary(cloud: LocalCloud, seconds: number): string {
  const { gatewayUrl, edgeUrl, outputs } = cloud;
  const facts: Fact[] = [
    ['CloudFront', edgeUrl],
    ['Console', cloud.consoleUrl],
    ['AWS endpoint', gatewayUrl],
    ['Region', cloud.region],
    ['Outputs', Object.keys(outputs).join(', ')],
  ];
  return readyText(cloud, facts, seconds);
}

/**
 * The facts of a cloud as a table, with where its data is and what does not run. The last line starts with `Ready`.
 * @param details lines after the table
 */
export function readyText(
  { dataDirectory, notRunLocally }: LocalCloud,
  facts: readonly Fact[],
  seconds: number,
  details: readonly string[] = [],
): string {
  const shown = [
    ...facts,
    ['Data', dataDirectory ?? 'in memory: gone when this stops (--data-dir keeps it)'] as const,
    ['Not run locally', notRunLocally.join(', ')] as const,
  ].filter(([, value]) => value !== undefined && value !== '');
  const width = Math.max(...shown.map(([name]) => name.length));
  const lines = shown.map(([name, value]) => `  ${name.padEnd(width)}  ${value}`);
  const ready = `Ready in ${seconds.toFixed(1)} s. Ctrl-C stops.`;
  return ['', ...lines, '', ...details, ...(details.length > 0 ? [''] : []), ready, ''].join('\n');
}
