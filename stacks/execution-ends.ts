import { CloudwatchEventRule } from '@cdktf/provider-aws/lib/cloudwatch-event-rule';
import { CloudwatchEventTarget } from '@cdktf/provider-aws/lib/cloudwatch-event-target';
import type { SfnStateMachine } from '@cdktf/provider-aws/lib/sfn-state-machine';
import type { SqsQueue } from '@cdktf/provider-aws/lib/sqs-queue';
import { Fn } from 'cdktf';
import { Construct } from 'constructs';
import type { Environment } from '../config/environments';
import { DeadLetterQueue, QueueWithDeadLetters } from './constructs/queue';

/** Two hours of tries, six minutes apart. */
const ATTEMPTS = 20;

/** The name and the status only: an execution's data names its guest, and nobody needs it here. */
const MESSAGE = '{"name": <name>, "status": <status>}';

export interface ExecutionEndsProps {
  readonly machine: SfnStateMachine;
  /** How long a message is hidden while it is being handled. */
  readonly visibilitySeconds: number;
}

/**
 * The booking workflow's executions that end without success, by EventBridge in a queue: who lost an apartment is in
 * no stream.
 * https://docs.aws.amazon.com/step-functions/latest/dg/eventbridge-integration.html
 */
export class ExecutionEnds extends Construct {
  readonly queue: SqsQueue;
  readonly deadLetters: DeadLetterQueue;

  constructor(
    scope: Construct,
    id: string,
    { name, protectData: protect }: Environment,
    { machine, visibilitySeconds }: ExecutionEndsProps,
  ) {
    super(scope, id);
    const rule = new CloudwatchEventRule(this, 'failed', {
      name: `keyhold-${name}-executions-failed`,
      description: 'Booking workflows that end without success: their reservations are rejected.',
      eventPattern: Fn.jsonencode({
        source: ['aws.states'],
        'detail-type': ['Step Functions Execution Status Change'],
        detail: { stateMachineArn: [machine.arn], status: ['FAILED', 'TIMED_OUT', 'ABORTED'] },
      }),
    });
    const sender = { service: 'events.amazonaws.com', sourceArn: rule.arn };
    this.deadLetters = new DeadLetterQueue(this, 'dead-letters', {
      name: `keyhold-${name}-executions-dead-letters`,
      logicalId: 'executionsDeadLetters',
      protect,
      sender,
      meaning:
        'The end of a booking workflow was not followed: a guest who lost an apartment is told PENDING. Send it back.',
    });
    this.queue = new QueueWithDeadLetters(this, 'queue', {
      name: `keyhold-${name}-executions`,
      logicalId: 'executionsQueue',
      visibilitySeconds,
      attempts: ATTEMPTS,
      deadLetters: this.deadLetters,
      protect,
      sender,
    }).queue;
    new CloudwatchEventTarget(this, 'to-queue', {
      rule: rule.name,
      arn: this.queue.arn,
      inputTransformer: {
        inputPaths: { name: '$.detail.name', status: '$.detail.status' },
        inputTemplate: MESSAGE,
      },
      deadLetterConfig: { arn: this.deadLetters.queue.arn },
    });
  }
}
