import type { LocalCloud } from '../cloud';

/** What `local-cloud start` prints when everything runs; the last line starts with `Ready`. */
export function summary(cloud: LocalCloud, seconds: number): string {
  const { gatewayUrl, edgeUrl, outputs, notRunLocally } = cloud;
  const facts: [string, string | undefined][] = [
    ['CloudFront', edgeUrl],
    ['Console', cloud.consoleUrl],
    ['AWS endpoint', gatewayUrl],
    ['Region', cloud.region],
    ['Outputs', Object.keys(outputs).join(', ')],
    ['Data', cloud.dataDirectory ?? 'in memory: gone when this stops (--data-dir keeps it)'],
    ['Not run locally', notRunLocally.join(', ')],
  ];
  const shown = facts.filter(([, value]) => value !== undefined && value !== '');
  const width = Math.max(...shown.map(([name]) => name.length));
  const lines = shown.map(([name, value]) => `  ${name.padEnd(width)}  ${value}`);
  return ['', ...lines, '', `Ready in ${seconds.toFixed(1)} s. Ctrl-C stops.`, ''].join('\n');
}
