import fc from 'fast-check';
import { Clock } from '../../../core/clock';
import type { Json, JsonObject } from '../../../core/json';
import type { Cloud, OutgoingCall } from '../../../core/service';
import { timetable } from '../../../services/scheduler/schedule-expression';
import { scheduler } from '../../../services/scheduler/scheduler';

const FUNCTION = 'arn:aws:lambda:eu-west-1:123456789012:function:sweep';
const ROLE = 'arn:aws:iam::123456789012:role/sweep';
const ARN = 'arn:aws:scheduler:eu-west-1:123456789012:schedule/default/sweep';
const START = Date.parse('2026-01-01T00:00:00Z');

/** A clock that stands still until it is moved. */
class StillClock extends Clock {
  override now(): number {
    return START + (this.sharedOffset[0] ?? 0);
  }
}

function schedulerUnderTest() {
  const clock = new StillClock();
  const calls: OutgoingCall[] = [];
  const cloud = {
    region: 'eu-west-1',
    accountId: '123456789012',
    clock,
    endpoint: () => 'http://127.0.0.1:4566',
    assumeRole: (roleArn: string, service: string) => ({
      principal: { kind: 'role', roleArn, sessionName: service },
    }),
    call: async (call: OutgoingCall): Promise<Json> => {
      calls.push(call);
      return {};
    },
    log: () => undefined,
  } as unknown as Cloud;
  const service = scheduler(cloud);
  return {
    clock,
    calls,
    service,
    add: (config: JsonObject = {}, target: JsonObject = {}) =>
      service.provision({
        type: 'aws_scheduler_schedule',
        name: 'it',
        address: 'aws_scheduler_schedule.it',
        config: {
          name: 'sweep',
          schedule_expression: 'rate(1 minute)',
          flexible_time_window: [{ mode: 'OFF' }],
          target: [{ arn: FUNCTION, role_arn: ROLE, ...target }],
          ...config,
        },
      }),
    /** Moves the clock, and lets what became due ring. */
    pass: async (milliseconds: number) => {
      clock.advance(milliseconds);
      await new Promise((resolve) => setTimeout(resolve, 2));
    },
  };
}

let under: ReturnType<typeof schedulerUnderTest>;
beforeEach(() => {
  under = schedulerUnderTest();
});
afterEach(async () => {
  await under.service.stop();
  under.clock.stop();
});

test('a function is called at the rate, by the role of the schedule', async () => {
  expect(await under.add()).toMatchObject({ id: 'default/sweep', arn: ARN });
  await under.service.start?.();
  await under.pass(59_999);
  expect(under.calls).toEqual([]);
  await under.pass(1);
  expect(under.calls).toEqual([
    expect.objectContaining({
      service: 'lambda',
      action: 'Invoke',
      principal: { kind: 'role', roleArn: ROLE, sessionName: 'scheduler.amazonaws.com' },
    }),
  ]);
  expect(JSON.parse(String(under.calls[0]?.input['Payload']))).toMatchObject({
    source: 'aws.scheduler',
    'detail-type': 'Scheduled Event',
    time: '2026-01-01T00:01:00Z',
    resources: [ARN],
  });
  await under.pass(60_000);
  expect(under.calls).toHaveLength(2);
});

test('a clock that is moved over many runs makes one', async () => {
  await under.add();
  await under.service.start?.();
  await under.pass(24 * 3_600_000);
  expect(under.calls).toHaveLength(1);
  await under.pass(60_000);
  expect(under.calls).toHaveLength(2);
});

test('an input may name what Scheduler knows', async () => {
  const input = '{"at":"<aws.scheduler.scheduled-time>","by":"<aws.scheduler.schedule-arn>","x":"<other>"}';
  await under.add({}, { input });
  await under.service.start?.();
  await under.pass(60_000);
  expect(JSON.parse(String(under.calls[0]?.input['Payload']))).toEqual({
    at: '2026-01-01T00:01:00Z',
    by: ARN,
    x: '<other>',
  });
});

test('one that is disabled, or over, is never run', async () => {
  await under.add({ state: 'DISABLED' });
  await under.add({ name: 'past', schedule_expression: 'at(2025-12-31T00:00:00)' });
  await under.service.start?.();
  await under.pass(3_600_000);
  expect(under.calls).toEqual([]);
});

test.each<[string, JsonObject, JsonObject]>([
  ['cron', { schedule_expression: 'cron(0 8 * * ? *)' }, {}],
  ['no expression', { schedule_expression: 'often' }, {}],
  ['a rate of nothing', { schedule_expression: 'rate(0 minutes)' }, {}],
  ['another time zone', { schedule_expression_timezone: 'Europe/Berlin' }, {}],
  ['a start date', { start_date: '2026-01-01T00:00:00Z' }, {}],
  ['another target', {}, { arn: 'arn:aws:states:eu-west-1:123456789012:stateMachine:m' }],
])('%s is refused by name', async (_, config, target) => {
  await expect(under.add(config, target)).rejects.toMatchObject({ name: 'ValidationException' });
});

test('a rate runs at every multiple of its interval since the start, and never at the same instant again', () => {
  const units = { minute: 60_000, hour: 3_600_000, day: 86_400_000 };
  fc.assert(
    fc.property(
      fc.constantFrom(...(Object.keys(units) as (keyof typeof units)[])),
      fc.integer({ min: 1, max: 1_000 }),
      fc.nat({ max: 10 ** 12 }),
      (unit, count, passed) => {
        const interval = count * units[unit];
        const next = timetable(`rate(${count} ${unit}s)`, START).next(START + passed) ?? 0;
        expect(next).toBeGreaterThan(START + passed);
        expect(next - START - passed).toBeLessThanOrEqual(interval);
        expect((next - START) % interval).toBe(0);
      },
    ),
  );
});
