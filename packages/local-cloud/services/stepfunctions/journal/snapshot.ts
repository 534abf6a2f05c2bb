import { z } from 'zod';
import { invalidSnapshot, type UserError } from '../../../core/errors';
import type { Json } from '../../../core/json';
import type { Journal, JournalEntry, MachineRecord, Revision } from './journal';

/** The fields that the engine needs to resume an execution; the others are not checked. */
const execution = z.looseObject({
  arn: z.string(),
  name: z.string(),
  type: z.enum(['STANDARD', 'EXPRESS']),
  machineArn: z.string(),
  revisionId: z.string(),
  roleArn: z.string(),
  startDate: z.number(),
  input: z.string(),
  status: z.enum(['RUNNING', 'SUCCEEDED', 'FAILED', 'TIMED_OUT', 'ABORTED']),
  lastEventId: z.int(),
  lastBranchId: z.int(),
  lastAttempt: z.int(),
  branches: z.array(z.looseObject({ id: z.int(), state: z.string() })),
});
const event = z.looseObject({ id: z.int(), type: z.string(), timestamp: z.number() });
const revision = z.strictObject({
  revisionId: z.string(),
  definition: z.string(),
  roleArn: z.string(),
  updateDate: z.number(),
});
const machine = z.strictObject({
  arn: z.string(),
  creationDate: z.number(),
  versions: z.array(z.strictObject({ revisionId: z.string(), creationDate: z.number() })),
  /** The revisions of its executions and versions. */
  revisions: z.array(revision),
  executions: z.array(z.strictObject({ execution, events: z.array(event) })),
});
const snapshot = z.strictObject({ machines: z.array(machine) });
type MachineSnapshot = z.infer<typeof machine>;

const ALL_STATUSES = { status: undefined, limit: Number.MAX_SAFE_INTEGER, after: undefined };
const WHOLE_HISTORY = { from: 1, limit: Number.MAX_SAFE_INTEGER, reverse: false };

/** The executions of these machines with their histories, the oldest first. */
export async function snapshotJournal(journal: Journal, machineArns: readonly string[]): Promise<Json> {
  const machines: unknown[] = [];
  for (const arn of machineArns) {
    const record = await journal.machine(arn);
    if (record) machines.push(await snapshotMachine(journal, record));
  }
  // Through JSON text, which drops undefined fields.
  return JSON.parse(JSON.stringify({ machines })) as Json;
}

async function snapshotMachine(journal: Journal, record: MachineRecord): Promise<object> {
  const { arn, creationDate, versions } = record;
  const executions: JournalEntry[] = [];
  for (const { arn: executionArn } of (await journal.list(arn, ALL_STATUSES)).reverse()) {
    const found = await journal.execution(executionArn);
    if (found)
      executions.push({ execution: found, events: await journal.history(executionArn, WHOLE_HISTORY) });
  }
  const ids = [...versions, ...executions.map((entry) => entry.execution)].map(
    ({ revisionId }) => revisionId,
  );
  const revisions: Revision[] = [];
  for (const id of new Set([...ids, record.revision.revisionId])) {
    const found = await journal.revision(id);
    if (found) revisions.push(found);
  }
  return { arn, creationDate, versions, revisions, executions };
}

/**
 * Writes a snapshot into a journal in which the machines are already deployed. Each execution keeps the
 * revision it started with; what is deployed stays deployed.
 * @throws UserError `InvalidSnapshot` before anything is written
 */
export async function restoreJournal(journal: Journal, given: Json): Promise<void> {
  const parsed = snapshot.safeParse(given);
  if (!parsed.success) throw invalid(z.prettifyError(parsed.error));
  const deployed = new Map<string, MachineRecord>();
  for (const { arn, executions, revisions } of parsed.data.machines) {
    const record = await journal.machine(arn);
    if (!record) throw invalid(`the stack has no state machine ${arn}`);
    deployed.set(arn, record);
    const known = new Set(revisions.map(({ revisionId }) => revisionId));
    for (const entry of executions) requireWhole(entry, arn, known);
  }
  for (const each of parsed.data.machines) {
    const record = deployed.get(each.arn);
    if (record) await restoreMachine(journal, each, record);
  }
}

async function restoreMachine(
  journal: Journal,
  { creationDate, versions, revisions, executions }: MachineSnapshot,
  deployed: MachineRecord,
): Promise<void> {
  const record = { ...deployed, creationDate, versions: versions.length > 0 ? versions : deployed.versions };
  const present = revisions.find(({ revisionId }) => revisionId === deployed.revision.revisionId);
  // In the order of their deployment, the current one last.
  for (const revision of [...revisions, present ?? deployed.revision])
    await journal.saveMachine({ ...record, revision });
  for (const entry of executions) await journal.write([entry as unknown as JournalEntry]);
}

function requireWhole(
  { execution, events }: MachineSnapshot['executions'][number],
  machineArn: string,
  revisions: ReadonlySet<string>,
): void {
  const { arn, lastEventId, revisionId } = execution;
  if (execution.machineArn !== machineArn) throw invalid(`${arn} is not an execution of ${machineArn}`);
  if (!revisions.has(revisionId)) throw invalid(`${arn} runs revision ${revisionId}, which is not there`);
  if (events.length !== lastEventId || events.some(({ id }, index) => id !== index + 1))
    throw invalid(`the history of ${arn} is not whole: it should have the events 1 to ${lastEventId}`);
}

function invalid(problem: string): UserError {
  return invalidSnapshot(`The executions cannot be taken in: ${problem}.`);
}
