import { capitalizedTitle } from '../meaning/names';
import { isObject, type Json, parsed } from '../plan/json';
import type { ResourceChange } from '../plan/terraform-plan';

/** A managed policy, of AWS or of an account. */
const POLICY_ARN = /^arn:aws[\w-]*:iam::(aws|\d{12}|\*)?:policy\//;
const BOUNDARY = /permissions_?boundary/i;

/**
 * Managed policies that are attached by whatever attribute, also in what goes through Cloud Control; permissions
 * boundaries that are taken away.
 */
export function attachedPolicies(change: ResourceChange): string[] {
  const { before, after, type } = change;
  // The reading of an attachment says who is attached to.
  if (!after || type === 'aws_iam_role_policy_attachment') return boundaryLost(change);
  const had = new Set(arnsOf(before, '').map(({ arn }) => arn));
  const gained = arnsOf(after, '').filter(({ arn, isBoundary }) => !isBoundary && !had.has(arn));
  return [
    ...gained.map(({ arn }) => `${capitalizedTitle(change)} has all that ${arn} allows.`),
    ...boundaryLost(change),
  ];
}

function boundaryLost(change: ResourceChange): string[] {
  const { before, after, action } = change;
  if (!before || !after || action === 'delete') return [];
  const kept = new Set(arnsOf(after, '').flatMap(({ arn, isBoundary }) => (isBoundary ? [arn] : [])));
  return arnsOf(before, '')
    .filter(({ arn, isBoundary }) => isBoundary && !kept.has(arn))
    .map(({ arn }) => `${capitalizedTitle(change)} is no longer bound by ${arn}.`);
}

function arnsOf(value: Json | undefined, name: string): { arn: string; isBoundary: boolean }[] {
  if (Array.isArray(value)) return value.flatMap((part) => arnsOf(part, name));
  if (isObject(value)) return Object.entries(value).flatMap(([key, part]) => arnsOf(part, key));
  if (typeof value !== 'string') return [];
  if (POLICY_ARN.test(value)) {
    // Its own name, and where a policy names it as what may be done something to.
    if (/^(arn|id|resource|resources|notresource)$/i.test(name)) return [];
    return [{ arn: value, isBoundary: BOUNDARY.test(name) }];
  }
  const document = parsed(value);
  return document === undefined ? [] : arnsOf(document, name);
}
