import { z } from 'zod';
import { AwsError } from '../../core/errors';
import { matchesPattern, unknownOperator } from '../../core/event-pattern';
import { type JsonObject, parseObject } from '../../core/json';
import type { Attributes, Cloud, Resource } from '../../core/service';
import { type DeliveryPolicy, policyConfig, policyOf, targetArn } from '../../core/target-delivery';
import { configOf, onlyBlock, unsupported } from '../../terraform/blocks';
import { type InputTransformer, transformerOf } from './input-transformer';

/** An event as targets get it. */
export type BusEvent = JsonObject;

export interface Target {
  readonly id: string;
  /** A function's or a queue's. */
  readonly arn: string;
  readonly policy: DeliveryPolicy;
  readonly input: InputTransformer;
}

export interface Rule {
  readonly name: string;
  readonly arn: string;
  readonly enabled: boolean;
  readonly pattern: JsonObject;
  readonly targets: Target[];
}

const name = z
  .string({ error: 'is needed' })
  .regex(/^[.\-_A-Za-z0-9]{1,64}$/, 'must be 1 to 64 of A-Z a-z 0-9 . - _');
const bus = z.literal('default', { error: 'only the default bus is supported locally' }).nullish();

/** https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutRule.html */
const ruleConfig = z.object({
  name,
  event_bus_name: bus,
  event_pattern: z.string({ error: 'is needed: schedules run as aws_scheduler_schedule' }),
  schedule_expression: unsupported('schedule_expression of a rule'),
  state: z.enum(['ENABLED', 'DISABLED']).nullish(),
});

/** https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutTargets.html */
const targetConfig = z.object({
  rule: z.string(),
  event_bus_name: bus,
  target_id: z.string().nullish(),
  arn: targetArn,
  input: z.string().nullish(),
  input_path: unsupported('input_path'),
  input_transformer: onlyBlock(
    z.object({ input_paths: z.record(z.string(), z.string()).nullish(), input_template: z.string() }),
  ).nullish(),
  ...policyConfig,
});

/** The rules of the default bus, and where they send its events. */
export class Rules {
  private readonly rules = new Map<string, Rule>();

  constructor(private readonly cloud: Cloud) {}

  provision(resource: Resource): Attributes {
    return resource.type === 'aws_cloudwatch_event_rule' ? this.addRule(resource) : this.addTarget(resource);
  }

  all(): readonly Rule[] {
    return [...this.rules.values()];
  }

  find(ruleName: unknown): Rule | undefined {
    return typeof ruleName === 'string' ? this.rules.get(ruleName) : undefined;
  }

  /** The rules that an event is for. */
  matching(event: BusEvent): Rule[] {
    return this.all().filter(({ enabled, pattern }) => enabled && matchesPattern(pattern, event));
  }

  private addRule(resource: Resource): Attributes {
    const given = configOf(ruleConfig, resource);
    const { region, accountId } = this.cloud;
    const rule: Rule = {
      name: given.name,
      arn: `arn:aws:events:${region}:${accountId}:rule/${given.name}`,
      enabled: given.state !== 'DISABLED',
      pattern: patternOf(resource.address, given.event_pattern),
      targets: [],
    };
    this.rules.set(rule.name, rule);
    return { id: rule.name, name: rule.name, arn: rule.arn, event_bus_name: 'default' };
  }

  private addTarget(resource: Resource): Attributes {
    const { address } = resource;
    const given = configOf(targetConfig, resource);
    const rule = this.rules.get(given.rule);
    if (!rule) throw refused(address, `there is no rule ${given.rule}`);
    const id = given.target_id ?? `terraform-${rule.targets.length + 1}`;
    rule.targets.push({
      id,
      arn: given.arn,
      policy: policyOf(given),
      input: transformerOf(address, given),
    });
    return { id: `${rule.name}-${id}`, rule: rule.name, target_id: id, arn: given.arn };
  }
}

function patternOf(address: string, text: string): JsonObject {
  const pattern = parseObject(text);
  if (!pattern) throw refused(address, 'event_pattern must be a JSON object');
  const unknown = unknownOperator(pattern);
  if (unknown === undefined) return pattern;
  throw refused(address, `the operator ${unknown} of event_pattern is not supported locally`);
}

function refused(address: string, what: string): AwsError {
  return new AwsError('ValidationException', `${address}: ${what}`);
}
