import type { Plan, ResourceChange } from '../plan/terraform-plan';
import { UNKNOWN } from '../plan/unknown';

/** Names of the roles and buckets that this plan makes. */
export function newHolders({ changes }: Plan): Set<string> {
  const created = changes.filter(
    ({ action, type }) =>
      action === 'create' && /^aws_(iam_role|s3_bucket|lambda_function|sns_topic)$/.test(type),
  );
  return new Set(
    created
      .flatMap(({ after }) => [after?.['name'], after?.['bucket'], after?.['function_name']])
      .filter((name) => typeof name === 'string'),
  );
}

/** Whether what holds the permission is made by this very plan: then every grant is new, and none wider. */
export function isNewHolder(
  { type, action, before, after }: ResourceChange,
  holders: ReadonlySet<string>,
): boolean {
  if (type === 'aws_iam_role') return action === 'create';
  if (before) return false;
  const holder = after?.['role'] ?? after?.['bucket'] ?? after?.['function_name'] ?? after?.['arn'];
  return holder === UNKNOWN || (typeof holder === 'string' && holders.has(holder));
}
