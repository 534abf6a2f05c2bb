import type { Definition } from '../../../services/stepfunctions/asl/definition';
import { advance, begin } from '../../../services/stepfunctions/execution/advance';
import { type Execution, nextDue } from '../../../services/stepfunctions/execution/execution';

const START = Date.parse('2026-01-01T00:00:00Z');
const SECOND = 1_000;

/** An execution of one Task state that the test moves on by hand; all its attempts fail when told. */
class Attempts {
  readonly execution: Execution = {
    arn: 'arn:aws:states:eu-west-1:1:execution:m:e',
    name: 'e',
    type: 'STANDARD',
    machineArn: 'arn:aws:states:eu-west-1:1:stateMachine:m',
    revisionId: '',
    roleArn: 'role',
    startDate: START,
    input: '{}',
    traceId: '',
    status: 'RUNNING',
    lastEventId: 0,
    lastBranchId: 0,
    lastAttempt: 0,
    branches: [],
  };
  private readonly definition: Definition;
  now = START;

  constructor(
    state: object,
    private readonly random = 1,
  ) {
    const Work = { Type: 'Task', Resource: 'arn:aws:lambda:eu-west-1:1:function:f', End: true, ...state };
    this.definition = { StartAt: 'Work', States: { Work } } as unknown as Definition;
    begin(this.execution, this.definition, this.environment());
  }

  /** Fails the attempt under way; gives the milliseconds until the next. */
  fail(): number | undefined {
    const outcome = { succeeded: false, error: 'Custom' } as const;
    const { lastAttempt: attempt, lastBranchId: branch } = this.execution;
    advance(
      this.execution,
      this.definition,
      { type: 'taskEnded', branch, attempt, outcome },
      this.environment(),
    );
    const due = nextDue(this.execution);
    return due === undefined ? undefined : due - this.now;
  }

  pass(milliseconds: number): void {
    this.now += milliseconds;
    advance(this.execution, this.definition, { type: 'clock' }, this.environment());
  }

  heartbeat(): void {
    const { lastAttempt: attempt, lastBranchId: branch } = this.execution;
    advance(this.execution, this.definition, { type: 'taskHeartbeat', branch, attempt }, this.environment());
  }

  private environment() {
    return { now: this.now, chance: { random: () => this.random, uuid: () => 'uuid' } };
  }
}

/** The intervals before the second, third, … attempt, in seconds. */
function intervals(retrier: object, count: number, random: number): number[] {
  const attempts = new Attempts(
    { Retry: [{ ErrorEquals: ['States.ALL'], MaxAttempts: 99, ...retrier }] },
    random,
  );
  return Array.from({ length: count }, () => {
    const interval = attempts.fail() ?? Number.NaN;
    attempts.pass(interval);
    return interval / SECOND;
  });
}

describe('the intervals of a retrier', () => {
  it.each<[string, object, number[], number]>([
    ['doubles one second unless told', {}, [1, 2, 4, 8], 0.5],
    [
      'grows by BackoffRate from IntervalSeconds',
      { IntervalSeconds: 3, BackoffRate: 1.5 },
      [3, 4.5, 6.75],
      0.5,
    ],
    ['stays the same at a rate of 1', { IntervalSeconds: 2, BackoffRate: 1 }, [2, 2, 2], 0.5],
    ['is bounded by MaxDelaySeconds', { MaxDelaySeconds: 5 }, [1, 2, 4, 5, 5], 0.5],
    ['is anywhere from none to the whole with full jitter', { JitterStrategy: 'FULL' }, [0.25, 0.5, 1], 0.25],
    [
      'jitters within MaxDelaySeconds',
      { JitterStrategy: 'FULL', MaxDelaySeconds: 2 },
      [0.75, 1.5, 1.5],
      0.75,
    ],
    ['has none without jitter', { JitterStrategy: 'NONE' }, [1, 2, 4], 0.25],
  ])('%s', (_what, retrier, expected, random) => {
    expect(intervals(retrier, expected.length, random)).toEqual(expected);
  });
});

describe('the time limits of a task', () => {
  it('times out after TimeoutSeconds, not before', () => {
    const attempts = new Attempts({ TimeoutSeconds: 10 });
    attempts.pass(9_999);
    expect(attempts.execution.status).toBe('RUNNING');
    attempts.pass(1);
    expect(attempts.execution).toMatchObject({ status: 'FAILED', error: 'States.Timeout' });
  });

  it('gives each attempt the whole time', () => {
    const Retry = [{ ErrorEquals: ['States.Timeout'], IntervalSeconds: 1, MaxAttempts: 1 }];
    const attempts = new Attempts({ TimeoutSeconds: 10, Retry });
    attempts.pass(10 * SECOND);
    attempts.pass(1 * SECOND);
    expect(nextDue(attempts.execution)).toBe(attempts.now + 10 * SECOND);
  });

  it('times out when no heartbeat comes for HeartbeatSeconds', () => {
    const attempts = new Attempts({ HeartbeatSeconds: 10, TimeoutSeconds: 100 });
    attempts.pass(9 * SECOND);
    attempts.heartbeat();
    attempts.pass(9 * SECOND);
    expect(attempts.execution.status).toBe('RUNNING');
    attempts.pass(1 * SECOND);
    expect(attempts.execution).toMatchObject({ status: 'FAILED', error: 'States.Timeout' });
  });

  it('lets a missing heartbeat be caught by States.HeartbeatTimeout, a timeout not', () => {
    const Catch = [{ ErrorEquals: ['States.HeartbeatTimeout'], Next: 'Work' }];
    const missing = new Attempts({ HeartbeatSeconds: 5, TimeoutSeconds: 100, Catch });
    missing.pass(5 * SECOND);
    expect(missing.execution.status).toBe('RUNNING');
    const late = new Attempts({ HeartbeatSeconds: 50, TimeoutSeconds: 5, Catch });
    late.pass(5 * SECOND);
    expect(late.execution.status).toBe('FAILED');
  });

  it('ignores an answer that comes after the time limit', () => {
    const Retry = [{ ErrorEquals: ['States.Timeout'], IntervalSeconds: 1, MaxAttempts: 1 }];
    const attempts = new Attempts({ TimeoutSeconds: 10, Retry });
    const [before] = attempts.execution.branches;
    attempts.pass(10 * SECOND);
    const events = attempts.execution.lastEventId;
    attempts.fail();
    expect(attempts.execution.lastEventId).toBe(events);
    expect(before?.waiting).toMatchObject({ for: 'retry' });
  });
});
