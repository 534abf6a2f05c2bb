import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { differences } from '../../../services/stepfunctions/conformance/compare';
import { playBack } from '../../../services/stepfunctions/conformance/playback';
import { parseVectors, type Vector } from '../../../services/stepfunctions/conformance/vector';

/** Recordings that the engine does not reproduce, by name, each with the reason. */
const NOT_YET: ReadonlyMap<string, string> = new Map([]);

const DIRECTORY = join(__dirname, 'vectors');
const files = readdirSync(DIRECTORY).filter((file) => file.endsWith('.jsonl'));
const vectorsOf = (file: string): Vector[] => parseVectors(readFileSync(join(DIRECTORY, file), 'utf8'), file);

describe.each(files)('executions recorded on AWS: %s', (file) => {
  const vectors = vectorsOf(file);
  const supported = vectors.filter(({ name }) => !NOT_YET.has(name));

  test.each(supported.map((vector) => [vector.name, vector]))('%s', (_name, vector) => {
    expect(differences(vector, playBack(vector))).toEqual([]);
  });

  const listed = vectors.filter(({ name }) => NOT_YET.has(name));
  if (listed.length === 0) return;
  test.each(listed.map((vector) => [vector.name, vector]))('still differs: %s', (_name, vector) => {
    expect(differences(vector, playBack(vector))).not.toEqual([]);
  });
});

test('there are as many recordings as were copied', () => {
  expect(files.flatMap(vectorsOf)).toHaveLength(541);
});

describe('the comparison', () => {
  const [vector] = vectorsOf('base.jsonl');
  if (!vector) throw new Error('base.jsonl is empty');

  test.each<[string, (result: ReturnType<typeof playBack>) => ReturnType<typeof playBack>]>([
    ['another output', (result) => ({ ...result, output: 'another' })],
    ['another status', (result) => ({ ...result, status: 'FAILED' })],
    ['a missing event', (result) => ({ ...result, events: result.events?.slice(1) ?? null })],
    ['another order of events', (result) => ({ ...result, events: result.events?.toReversed() ?? null })],
    [
      'another input of a state',
      (result) => ({
        ...result,
        events: result.events?.map((event) => ('state' in event ? { ...event, input: 1 } : event)) ?? null,
      }),
    ],
  ])('tells %s', (_name, change) => {
    expect(differences(vector, change(playBack(vector)))).not.toEqual([]);
  });
});
