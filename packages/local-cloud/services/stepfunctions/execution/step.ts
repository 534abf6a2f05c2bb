import type { Json } from '../../../core/json';
import type { Definition, MapState, State, States } from '../asl/definition';
import { MOST_HISTORY_EVENTS } from '../data/limits';
import type { Randomness } from '../data/scope';
import type { EventDetails, EventType, HistoryEvent } from '../history/event';
import type { Branch, Execution, ExecutionStatus, TaskRequest, Waiting } from './execution';
import { type Failure, RuntimeError } from './failure';

/** The time and the random values of a step. */
export interface Environment {
  /** Milliseconds since the epoch. */
  readonly now: number;
  readonly chance: Randomness;
}

/** A task to be started once the step that wants it is in the journal. */
export interface TaskStart {
  readonly branch: number;
  readonly attempt: number;
  readonly state: string;
  readonly request: TaskRequest;
  readonly taskToken?: string | undefined;
  /** The call's answer, where this attempt was made before a crash and only its end is awaited. */
  readonly submission?: Json | undefined;
}

/** How a branch ended: at an End or a Succeed state, or with a failure that no state handled. */
export type BranchEnd = { readonly output: Json } | { readonly failure: Failure };

type BranchPlace = Pick<Branch, 'parent' | 'index' | 'item' | 'silent'>;

/** The history is full: the execution ends here. */
export class HistoryFullError extends RuntimeError {
  constructor() {
    super(`The execution reached the maximum number of history events (${MOST_HISTORY_EVENTS}).`);
  }
}

/**
 * One step of an execution under way: changes the execution's data, and collects what has to be written
 * (events) before what has to be done (tasks).
 */
export class Step {
  readonly events: HistoryEvent[] = [];
  readonly tasks: TaskStart[] = [];
  /** Branches that can go on, in turn. */
  readonly runnable: Branch[];
  /** Branches that have ended and whose parent does not know yet. */
  readonly ended: { readonly branch: Branch; readonly end: BranchEnd }[] = [];

  /** Parallel and Map states that a failure unwinds, by their branch: what a redrive of them goes on from. */
  private readonly unwound = new Map<
    number,
    { readonly waiting: Waiting; readonly below: readonly Branch[] }
  >();

  constructor(
    readonly execution: Execution,
    readonly definition: Definition,
    readonly environment: Environment,
  ) {
    this.runnable = execution.branches.filter((branch) => branch.waiting === undefined);
  }

  get open(): boolean {
    return this.execution.status === 'RUNNING';
  }

  /** Writes an event that follows the branch's last, and becomes its last. Gives its id. */
  record(branch: Branch, type: EventType, details: EventDetails = {}): number {
    const id = this.recordAside(branch, type, details, branch.lastEventId);
    branch.lastEventId = id;
    return id;
  }

  /** Writes an event that the branch's next event does not follow: AWS chains past some. Gives its id. */
  recordAside(branch: Branch, type: EventType, details: EventDetails, previous: number): number {
    if (branch.silent) return previous;
    const isLimited = this.execution.type === 'STANDARD';
    if (isLimited && this.execution.lastEventId >= MOST_HISTORY_EVENTS - 1) throw new HistoryFullError();
    return this.append(details, type, previous, branch);
  }

  /** Ends the whole execution, whatever its branches do. */
  close(status: ExecutionStatus, type: EventType, result: EventDetails, previous: number): void {
    const { execution } = this;
    this.append(result, type, previous);
    execution.status = status;
    execution.stopDate = this.environment.now;
    if (result.output !== undefined) execution.output = result.output;
    if (status !== 'TIMED_OUT' && result.error !== undefined) execution.error = result.error;
    if (status !== 'TIMED_OUT' && result.cause !== undefined) execution.cause = result.cause;
    if (status !== 'SUCCEEDED' && execution.type === 'STANDARD') execution.unsuccessful = this.unsuccessful();
    execution.branches = [];
    this.runnable.length = 0;
    this.ended.length = 0;
  }

  /** The first step of a new execution. On AWS its first state follows event 0, not the start. */
  begin(input: Json): void {
    this.append({ input, roleArn: this.execution.roleArn }, 'ExecutionStarted', 0);
    this.spawn(this.definition, input, { index: 0 }, 0);
  }

  /** Starts a branch at the first of a set of states. */
  spawn(states: States, input: Json, place: BranchPlace, after: number): Branch {
    const silent = place.silent ?? this.execution.branches.find((each) => each.id === place.parent)?.silent;
    const branch: Branch = {
      ...place,
      ...(silent && { silent }),
      id: ++this.execution.lastBranchId,
      variables: {},
      lastEventId: after,
      state: states.StartAt,
      input,
      enteredAt: 0,
      enteredEventId: 0,
      eventBeforeEntry: 0,
      retries: [],
    };
    this.execution.branches.push(branch);
    this.runnable.push(branch);
    return branch;
  }

  /** Sends a branch on to a state. */
  go(branch: Branch, state: string, input: Json): void {
    branch.state = state;
    branch.input = input;
    branch.enteredEventId = 0;
    branch.retries = [];
    this.unwound.delete(branch.id);
    this.resume(branch);
  }

  /** Lets a branch make its state's attempt once more at `until`. */
  retry(branch: Branch, until: number): void {
    this.unwound.delete(branch.id);
    branch.waiting = { for: 'retry', until };
  }

  /** Call before the children of a Parallel or Map that fails are removed: if nothing handles it, a redrive needs them. */
  keepUnwound(branch: Branch): void {
    const { waiting } = branch;
    if (waiting?.for !== 'branches' && waiting?.for !== 'iterations') return;
    const tolerated = waiting.for === 'iterations' ? (waiting.mapRun?.unsuccessful ?? []) : [];
    const alive = this.childrenOf(branch).flatMap((child) => this.unsuccessfulFrom(child));
    this.unwound.set(branch.id, { waiting, below: [...tolerated, ...alive] });
  }

  /** A branch that did not succeed and all below it, as they were before the failure. */
  unsuccessfulFrom(branch: Branch): Branch[] {
    const unwound = this.unwound.get(branch.id);
    if (unwound) return [{ ...branch, waiting: unwound.waiting }, ...unwound.below];
    return [branch, ...this.childrenOf(branch).flatMap((child) => this.unsuccessfulFrom(child))];
  }

  resume(branch: Branch): void {
    delete branch.waiting;
    delete branch.taskToken;
    this.runnable.push(branch);
  }

  end(branch: Branch, end: BranchEnd): void {
    this.ended.push({ branch, end });
  }

  remove(branch: Branch): void {
    const { execution } = this;
    execution.branches = execution.branches.filter((each) => each !== branch);
    const queued = this.runnable.indexOf(branch);
    if (queued >= 0) this.runnable.splice(queued, 1);
  }

  childrenOf(branch: Branch): Branch[] {
    return this.execution.branches.filter((each) => each.parent === branch.id);
  }

  parentOf(branch: Branch): Branch | undefined {
    if (branch.parent === undefined) return undefined;
    return this.execution.branches.find((each) => each.id === branch.parent);
  }

  stateOf(branch: Branch): State {
    const state = this.statesOf(branch).States[branch.state];
    if (!state) throw new RuntimeError(`There is no state '${branch.state}'.`);
    return state;
  }

  /** Where a branch is inside Parallel and Map states, from the outermost. */
  scopeOf(branch: Branch): string[] {
    const parent = this.parentOf(branch);
    if (!parent) return [];
    const [open, close] = this.stateOf(parent).Type === 'Map' ? '[]' : '{}';
    return [...this.scopeOf(parent), `${parent.state}${open}${branch.index}${close}`];
  }

  private unsuccessful(): Branch[] {
    const roots = this.execution.branches.filter(({ parent }) => parent === undefined);
    return roots.flatMap((root) => this.unsuccessfulFrom(root));
  }

  private statesOf(branch: Branch): States {
    const parent = this.parentOf(branch);
    if (!parent) return this.definition;
    const state = this.stateOf(parent);
    const states = state.Type === 'Parallel' ? state.Branches[branch.index] : processorOf(state as MapState);
    if (!states) throw new RuntimeError(`State '${parent.state}' has no branch ${branch.index}.`);
    return states;
  }

  /** The event that starts an ended execution again; all others follow it. Gives its id. */
  recordRedriven(redriveCount: number): number {
    return this.append({ redriveCount }, 'ExecutionRedriven', this.execution.lastEventId);
  }

  private append(details: EventDetails, type: EventType, previousEventId: number, branch?: Branch): number {
    const id = ++this.execution.lastEventId;
    const timestamp = this.environment.now;
    const state = branch?.state;
    const scope = branch?.parent === undefined ? undefined : this.scopeOf(branch);
    // The fixed fields first: V8 makes objects of another order as hash tables, fifty times as slowly.
    this.events.push({ id, previousEventId, timestamp, type, state, scope, ...details });
    return id;
  }
}

/** The states that a Map runs for each item. */
export function processorOf(state: MapState): NonNullable<MapState['ItemProcessor']> {
  const processor = state.ItemProcessor ?? state.Iterator;
  if (!processor) throw new RuntimeError('A Map state needs an ItemProcessor.');
  return processor;
}
