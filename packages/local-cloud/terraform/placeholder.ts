import { createHash } from 'node:crypto';
import type { Account } from '../core/data-source';
import type { JsonObject } from '../core/json';
import type { Attributes, Resource } from '../core/service';

type PlaceholderAttributes = (name: string, account: Account, resource: Resource) => JsonObject;

/** What is referred to most often of the types that rarely run locally, in AWS's own form. */
const KNOWN = new Map<string, PlaceholderAttributes>([
  [
    'aws_cloudwatch_log_group',
    (name, { region, accountId }) => ({
      id: name,
      arn: `arn:aws:logs:${region}:${accountId}:log-group:${name}`,
    }),
  ],
  [
    'aws_cloudwatch_metric_alarm',
    (name, { region, accountId }) => ({
      id: name,
      arn: `arn:aws:cloudwatch:${region}:${accountId}:alarm:${name}`,
    }),
  ],
  [
    'aws_cloudwatch_dashboard',
    (name, { accountId }) => ({
      id: name,
      dashboard_arn: `arn:aws:cloudwatch::${accountId}:dashboard/${name}`,
    }),
  ],
  [
    'aws_sns_topic',
    (name, { region, accountId }) => {
      const arn = `arn:aws:sns:${region}:${accountId}:${name}`;
      return { id: arn, arn };
    },
  ],
  [
    'aws_sqs_queue',
    (name, { region, accountId }) => {
      const url = `https://sqs.${region}.amazonaws.com/${accountId}/${name}`;
      return { id: url, url, arn: `arn:aws:sqs:${region}:${accountId}:${name}` };
    },
  ],
  [
    'aws_s3_bucket',
    (name, { region }) => ({
      id: name,
      arn: `arn:aws:s3:::${name}`,
      bucket_domain_name: `${name}.s3.amazonaws.com`,
      bucket_regional_domain_name: `${name}.s3.${region}.amazonaws.com`,
    }),
  ],
  [
    'aws_kms_key',
    (_, { region, accountId }, { address }) => {
      const id = uuid(address);
      return { id, key_id: id, arn: `arn:aws:kms:${region}:${accountId}:key/${id}` };
    },
  ],
]);

/**
 * Attributes of a resource whose type does not run locally, for references to it: of AWS's form, and the same
 * in every run.
 */
export function placeholderAttributes(resource: Resource, account: Account): Attributes {
  const name = resourceName(resource);
  const known = KNOWN.get(resource.type);
  if (known) return { name, ...known(name, account, resource) };
  const [service = '', ...kind] = resource.type.replace(/^aws_/, '').split('_');
  const arn = `arn:aws:${service}:${account.region}:${account.accountId}:${kind.join('-') || service}/${name}`;
  return { id: name, name, arn };
}

/** For what even the placeholder does not know: one string per attribute. */
export function placeholderAttribute({ type, name }: Resource, attribute: string): string {
  return `local-${type.replace(/^aws_/, '').replaceAll('_', '-')}-${name}-${attribute}`;
}

/** `name`, or an argument named for the type: `bucket`, `alarm_name`, `dashboard_name`. */
function resourceName({ type, name, config }: Resource): string {
  const lastWord = type.split('_').at(-1) ?? '';
  const given = [config.name, config[lastWord], config[`${lastWord}_name`]];
  return given.find((value) => typeof value === 'string') ?? name;
}

function uuid(seed: string): string {
  const hex = createHash('sha256').update(seed).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
