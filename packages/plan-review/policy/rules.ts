import type { Rule } from './rule';
import { API_RULES } from './rules/api';
import { BOOKING_RULES } from './rules/booking';
import { BUCKET_RULES } from './rules/buckets';
import { DISTRIBUTION_RULES } from './rules/distribution';
import { FIREWALL_RULES } from './rules/firewall';
import { FUNCTION_RULES } from './rules/functions';
import { PERMISSION_RULES } from './rules/permissions';
import { TASK_RULES } from './rules/tasks';
import { TELEMETRY_RULES } from './rules/telemetry';
import { TERRAFORM_RULES } from './rules/terraform';

/** Every rule that stacks are held to. */
export const RULES: readonly Rule[] = [
  ...DISTRIBUTION_RULES,
  ...FIREWALL_RULES,
  ...BUCKET_RULES,
  ...API_RULES,
  ...FUNCTION_RULES,
  ...BOOKING_RULES,
  ...PERMISSION_RULES,
  ...TASK_RULES,
  ...TELEMETRY_RULES,
  ...TERRAFORM_RULES,
];
