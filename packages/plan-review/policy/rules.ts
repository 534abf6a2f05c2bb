import type { Rule } from './rule';
import { API_RULES } from './rules/api';
import { BUCKET_RULES } from './rules/buckets';
import { DISTRIBUTION_RULES } from './rules/distribution';
import { FIREWALL_RULES } from './rules/firewall';
import { FUNCTION_RULES } from './rules/functions';
import { PERMISSION_RULES } from './rules/permissions';
import { TABLE_AND_WORKFLOW_RULES } from './rules/tables-and-workflows';
import { TASK_RULES } from './rules/tasks';
import { TELEMETRY_RULES } from './rules/telemetry';
import { type StateSettings, terraformRules } from './rules/terraform';

/** Every rule that stacks are held to, in the order in which they are told. A new one is in a file of `rules/`. */
export function policyRules(settings: StateSettings): readonly Rule[] {
  return [
    DISTRIBUTION_RULES,
    FIREWALL_RULES,
    BUCKET_RULES,
    API_RULES,
    FUNCTION_RULES,
    TABLE_AND_WORKFLOW_RULES,
    PERMISSION_RULES,
    TASK_RULES,
    TELEMETRY_RULES,
    terraformRules(settings),
  ].flat();
}
