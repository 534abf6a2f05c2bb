import type { Decision } from '../../../core/principals';
import { DecisionLog } from '../../../services/iam/decision-log';

const ROLE = 'arn:aws:iam::123456789012:role/workflow';

function decision(at: number, change: Partial<Decision> = {}): Decision {
  return {
    at,
    principal: { kind: 'role', roleArn: ROLE, sessionName: 's' },
    permission: { action: 'dynamodb:GetItem', resource: 'table' },
    reason: 'allowed',
    policyType: 'identity-based',
    allowed: true,
    statement: { policy: 'aws_iam_role_policy.table', sid: undefined, index: 1 },
    suggestion: undefined,
    remarks: [],
    ...change,
  };
}

test('equal decisions are one, counted, the latest first', () => {
  const log = new DecisionLog();
  log.record(decision(1));
  log.record(decision(2, { permission: { action: 'dynamodb:Scan', resource: 'table' } }));
  log.record(decision(3));
  expect(log.decisions().map(({ latest, count }) => [latest.permission.action, latest.at, count])).toEqual([
    ['dynamodb:GetItem', 3, 2],
    ['dynamodb:Scan', 2, 1],
  ]);
});

test('the same permission allowed and denied are two decisions', () => {
  const log = new DecisionLog();
  log.record(decision(1));
  log.record(decision(2, { reason: 'implicit deny', allowed: false, statement: undefined }));
  expect(log.decisions().map(({ latest }) => latest.allowed)).toEqual([false, true]);
});

test('a statement is used by the role that it decided for, and by no other that shares its policy', () => {
  const log = new DecisionLog();
  const statement = { policy: 'aws_iam_role_policy.table', index: 1 };
  expect(log.usage(ROLE, statement)).toBeUndefined();
  log.record(decision(1));
  log.record(decision(5));
  expect(log.usage(ROLE, statement)).toEqual({ count: 2, lastAt: 5 });
  expect(log.usage(`${ROLE}-other`, statement)).toBeUndefined();
  expect(log.usage(ROLE, { ...statement, index: 0 })).toBeUndefined();
});

test('a bounded number of kinds is kept; uses are counted beyond it', () => {
  const log = new DecisionLog();
  for (let n = 0; n < 3_000; n += 1)
    log.record(decision(n, { permission: { action: 'dynamodb:GetItem', resource: `table-${n}` } }));
  expect(log.decisions()).toHaveLength(1_000);
  expect(log.decisions()[0]?.latest.permission.resource).toBe('table-2999');
  expect(log.usage(ROLE, { policy: 'aws_iam_role_policy.table', index: 1 })?.count).toBe(3_000);
});
