import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Execution } from '../../../services/stepfunctions/execution/execution';
import type { HistoryEvent } from '../../../services/stepfunctions/history/event';
import type { Journal } from '../../../services/stepfunctions/journal/journal';
import { LevelJournal } from '../../../services/stepfunctions/journal/level';
import { MemoryJournal } from '../../../services/stepfunctions/journal/memory';

const MACHINE = 'arn:aws:states:eu-west-1:1:stateMachine:m';

const execution = (name: string, startDate: number, more: Partial<Execution> = {}): Execution => ({
  arn: `arn:aws:states:eu-west-1:1:execution:m:${name}`,
  name,
  type: 'STANDARD',
  machineArn: MACHINE,
  revisionId: 'revision',
  roleArn: 'role',
  startDate,
  input: '{}',
  traceId: 'trace',
  status: 'RUNNING',
  lastEventId: 0,
  lastBranchId: 0,
  lastAttempt: 0,
  branches: [],
  ...more,
});

const events = (...ids: number[]): HistoryEvent[] =>
  ids.map((id) => ({ id, previousEventId: id - 1, timestamp: id, type: 'PassStateEntered', input: { id } }));

const directories: string[] = [];
const openLevel = () => {
  const directory = mkdtempSync(join(tmpdir(), 'journal-'));
  directories.push(directory);
  return LevelJournal.open(directory);
};

afterAll(() => {
  for (const directory of directories) rmSync(directory, { recursive: true });
});

describe.each<[string, () => Promise<Journal>]>([
  ['in memory', async () => new MemoryJournal()],
  ['on disk', openLevel],
])('a journal %s', (_kind, open) => {
  let journal: Journal;

  beforeEach(async () => {
    journal = await open();
  });

  afterEach(() => journal.close());

  const names = async (range: Partial<Parameters<Journal['list']>[1]>) => {
    const listed = await journal.list(MACHINE, { status: undefined, limit: 10, after: undefined, ...range });
    return listed.map(({ name }) => name);
  };

  it('gives back what was written', async () => {
    const written = execution('e1', 1, { output: { a: [null] } });
    await journal.write([{ execution: written, events: events(1) }]);
    expect(await journal.execution(written.arn)).toEqual(written);
    expect(await journal.execution('another')).toBeUndefined();
  });

  it('reads a history from any event on, in both directions, across the steps that wrote it', async () => {
    const written = execution('e1', 1);
    for (const ids of [[1, 2], [3], [4, 5, 6], [7]])
      await journal.write([{ execution: written, events: events(...ids) }]);
    const ids = async (from: number, limit: number, reverse: boolean) =>
      (await journal.history(written.arn, { from, limit, reverse })).map(({ id }) => id);
    expect(await ids(1, 100, false)).toEqual([1, 2, 3, 4, 5, 6, 7]);
    expect(await ids(2, 3, false)).toEqual([2, 3, 4]);
    expect(await ids(5, 1, false)).toEqual([5]);
    expect(await ids(8, 5, false)).toEqual([]);
    expect(await ids(7, 100, true)).toEqual([7, 6, 5, 4, 3, 2, 1]);
    expect(await ids(5, 3, true)).toEqual([5, 4, 3]);
    expect(await ids(1, 3, true)).toEqual([1]);
  });

  it('lists the newest first, by status and in pages', async () => {
    for (const [index, name] of ['e1', 'e2', 'e3', 'e4'].entries()) {
      const status = index % 2 === 0 ? 'RUNNING' : 'SUCCEEDED';
      await journal.write([{ execution: execution(name, index + 1, { status }), events: events(1) }]);
    }
    expect(await names({})).toEqual(['e4', 'e3', 'e2', 'e1']);
    expect(await names({ limit: 2 })).toEqual(['e4', 'e3']);
    expect(await names({ limit: 2, after: { startDate: 3, name: 'e3' } })).toEqual(['e2', 'e1']);
    expect(await names({ status: 'RUNNING' })).toEqual(['e3', 'e1']);
    expect(await journal.list('another', { status: undefined, limit: 10, after: undefined })).toEqual([]);
  });

  it('lists an execution with the status it has come to', async () => {
    const changing = execution('e1', 1);
    await journal.write([{ execution: changing, events: events(1) }]);
    changing.status = 'FAILED';
    changing.stopDate = 2;
    await journal.write([{ execution: changing, events: events(2) }]);
    expect(await journal.list(MACHINE, { status: 'FAILED', limit: 10, after: undefined })).toMatchObject([
      { name: 'e1', status: 'FAILED', startDate: 1, stopDate: 2 },
    ]);
  });

  it('remembers revisions that are no longer deployed', async () => {
    const revision = (revisionId: string) => ({
      revisionId,
      definition: `{${revisionId}}`,
      roleArn: 'r',
      updateDate: 1,
    });
    const machine = { arn: MACHINE, creationDate: 1, versions: [] };
    await journal.saveMachine({ ...machine, revision: revision('old') });
    await journal.saveMachine({ ...machine, revision: revision('new') });
    expect(await journal.machine(MACHINE)).toMatchObject({ revision: { revisionId: 'new' } });
    expect(await journal.revision('old')).toEqual(revision('old'));
    expect(await journal.revision('none')).toBeUndefined();
  });
});

describe('a journal on disk', () => {
  it('knows what is unfinished, and when it wakes', async () => {
    const journal = await openLevel();
    const branch = {
      id: 1,
      index: 0,
      variables: {},
      lastEventId: 1,
      state: 'S',
      input: {},
      enteredAt: 1,
      enteredEventId: 2,
      eventBeforeEntry: 0,
      retries: [],
    };
    const request = { resource: 'r', input: {}, roleArn: 'r' };
    const waits: Execution = execution('waits', 1, {
      branches: [{ ...branch, waiting: { for: 'time', until: 99 } }],
    });
    const works: Execution = execution('works', 1, {
      branches: [{ ...branch, waiting: { for: 'task', attempt: 1, request, timeoutAt: 50 } }],
    });
    const rests: Execution = execution('rests', 1, {
      branches: [
        { ...branch, taskToken: 't', waiting: { for: 'task', attempt: 1, request, submission: null } },
      ],
    });
    const ended = execution('ended', 1);
    const all = [waits, works, rests, ended];
    await journal.write(all.map((each) => ({ execution: each, events: events(1) })));
    ended.status = 'SUCCEEDED';
    await journal.write([{ execution: ended, events: events(2) }]);
    const unfinished = [];
    for await (const each of journal.unfinished()) unfinished.push(each);
    expect(unfinished).toEqual([
      { arn: rests.arn, busy: false },
      { arn: waits.arn, busy: false, due: 99 },
      { arn: works.arn, busy: true, due: 50 },
    ]);
    await journal.close();
  });

  it('is locked against a second process', async () => {
    const journal = await openLevel();
    await expect(LevelJournal.open(directories.at(-1) ?? '')).rejects.toThrow();
    await journal.close();
  });
});
