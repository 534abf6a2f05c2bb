import { checks } from '../../policy/findings';
import type { Rule, Verdict } from '../../policy/rule';

import { API_EXAMPLES } from './examples/api';
import { BUCKET_EXAMPLES } from './examples/bucket';
import { DISTRIBUTION_EXAMPLES } from './examples/distribution';
import { FIREWALL_EXAMPLES } from './examples/firewall';
import { FUNCTION_EXAMPLES } from './examples/function';
import { PERMISSION_EXAMPLES } from './examples/permission';
import { TABLE_AND_WORKFLOW_EXAMPLES } from './examples/tables-and-workflows';
import { TASK_EXAMPLES } from './examples/task';
import { TELEMETRY_EXAMPLES } from './examples/telemetry';
import { TERRAFORM_EXAMPLES } from './examples/terraform';
import { type MiniStack, terraformJson } from './mini-stacks';
import { protectedStack, RULES } from './rules';

const EXAMPLES = {
  ...DISTRIBUTION_EXAMPLES,
  ...FIREWALL_EXAMPLES,
  ...BUCKET_EXAMPLES,
  ...API_EXAMPLES,
  ...FUNCTION_EXAMPLES,
  ...TABLE_AND_WORKFLOW_EXAMPLES,
  ...PERMISSION_EXAMPLES,
  ...TASK_EXAMPLES,
  ...TELEMETRY_EXAMPLES,
  ...TERRAFORM_EXAMPLES,
};

/** Types whose mere presence breaks the rule: what keeps it is a stack without one. */
const FORBIDDEN_TYPES = ['aws_s3_bucket_acl', 'aws_iam_user'];

function verdicts(rule: Rule, stack: MiniStack): Verdict[] {
  const kind = rule.scope === 'account' ? 'account' : 'protected';
  const json = terraformJson(rule.type, stack);
  return checks({ environment: 'prod', kind, json }, [rule])
    .filter(({ address }) => /^(terraform|provider\.aws|[\w]+\.it)$/.test(address))
    .map(({ verdict }) => verdict);
}

test('every rule has examples, and every example a rule', () => {
  expect(Object.keys(EXAMPLES).sort()).toEqual([...new Set(RULES.map(({ ids }) => ids[0]))].sort());
});

describe.each(RULES.map((rule) => [`${rule.ids[0]} (${rule.type})`, rule] as const))('%s', (_, rule) => {
  const { kept, broken } = EXAMPLES[rule.ids[0]] ?? { kept: {}, broken: [] };

  test('passes what keeps it', () => {
    if (FORBIDDEN_TYPES.includes(rule.type))
      expect(checks(protectedStack({ resource: {} }), [rule])).toEqual([]);
    else expect(verdicts(rule, kept)).toEqual(['pass']);
  });

  test.each(broken.map((stack, index) => [index + 1, stack] as const))(
    'fails what breaks it (%d)',
    (__, stack) => {
      expect(verdicts(rule, stack)).toEqual(['fail']);
    },
  );
});
