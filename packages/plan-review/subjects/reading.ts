import { shown } from '../meaning/values';
import type { Difference } from '../plan/differences';
import { UNKNOWN } from '../plan/masking';
import type { ResourceChange } from '../plan/terraform-plan';
import { readDistribution, readHeaders } from './edge';
import type { Line, Reading } from './line';
import { readPermissions } from './permissions';
import { lostSafeguards } from './safeguards';
import { readSchema } from './schema';
import { workflowDifferences } from './workflow';

/** A change in the words of what it is about: states, statements, fields, headers; attributes for all the rest. */
export function readChange(
  change: ResourceChange,
  found: readonly Difference[],
  isNewHolder: boolean,
): Reading {
  const subject = subjectOf(change, found, isNewHolder);
  return { ...subject, warnings: [...new Set([...subject.warnings, ...lostSafeguards(change)])] };
}

function subjectOf(change: ResourceChange, found: readonly Difference[], isNewHolder: boolean): Reading {
  const { type, before, after, action } = change;
  const permissions = readPermissions(change, isNewHolder);
  if (action === 'create' || action === 'delete') return permissions ?? { lines: [], warnings: [] };
  if (type === 'aws_cloudfront_distribution') return readDistribution(change);
  if (type === 'aws_cloudfront_response_headers_policy') return readHeaders(change);
  const special =
    type === 'aws_sfn_state_machine' ? 'definition' : type === 'aws_appsync_graphql_api' ? 'schema' : '';
  const reading =
    type === 'aws_sfn_state_machine'
      ? workflowReading(change)
      : type === 'aws_appsync_graphql_api'
        ? readSchema(before?.['schema'], after?.['schema'])
        : permissions;
  if (!reading) return { lines: attributeLines(found), warnings: [] };
  const covered = /^(policy|assume_role_policy)/;
  const others = found.filter(({ path }) => !(special && path.startsWith(special)) && !covered.test(path));
  const lines = attributeLines(others);
  if (lines.length === 0) return reading;
  return { lines: [...reading.lines, ...lines], warnings: reading.warnings };
}

function workflowReading({ before, after }: ResourceChange): Reading | undefined {
  const lines = workflowDifferences(before?.['definition'], after?.['definition']);
  return lines && { lines, warnings: [] };
}

/** Attribute by attribute; what only AWS can know is left out, unless there is nothing else to say. */
function attributeLines(found: readonly Difference[]): Line[] {
  const told = found.filter(({ after }) => after !== UNKNOWN);
  return (told.length > 0 ? told : found).map(({ path, before, after }) => ({
    sign: '~',
    text: `${path} ${shown(before)} → ${shown(after)}`,
  }));
}
