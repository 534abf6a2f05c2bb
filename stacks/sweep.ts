import { SchedulerSchedule } from '@cdktf/provider-aws/lib/scheduler-schedule';
import { Fn } from 'cdktf';
import { Construct } from 'constructs';
import type { Environment } from '../config/environments';
import type { NodeFunction } from './constructs/node-function';
import { DeadLetterQueue } from './constructs/queue';
import { ServiceRole } from './constructs/role';

/** The next run does what one that did not begin has left: an old one is of no use. */
const RETRY = { maximumEventAgeInSeconds: 60, maximumRetryAttempts: 3 };

/**
 * Calls the payments function every minute, to finish what nobody else has (laws 2, 4 and 6). What cannot be delivered
 * goes to a dead-letter queue; a run that begins and fails is told by the alarms of its ages, which it leaves untold.
 * https://docs.aws.amazon.com/scheduler/latest/UserGuide/managing-targets-universal.html
 */
export class Sweep extends Construct {
  readonly deadLetters: DeadLetterQueue;

  constructor(
    scope: Construct,
    id: string,
    { name: environment, protectData: protect }: Environment,
    of: NodeFunction,
  ) {
    super(scope, id);
    const name = `keyhold-${environment}-payments-sweep`;
    this.deadLetters = new DeadLetterQueue(this, 'dead-letters', {
      name: `${name}-dead-letters`,
      logicalId: 'sweepDeadLetters',
      protect,
      meaning:
        'Scheduler could not call the payments function: holds, checkouts and refunds that others have left wait. The message has the reason.',
    });
    const role = new ServiceRole(this, 'role', {
      name,
      service: 'scheduler.amazonaws.com',
      grants: [
        { sid: 'Call', actions: ['lambda:InvokeFunction'], resources: [of.lambda.arn] },
        { sid: 'SetAside', actions: ['sqs:SendMessage'], resources: [this.deadLetters.queue.arn] },
      ],
    });
    new SchedulerSchedule(this, 'every-minute', {
      name,
      description: 'Finishes what is left of reservations: holds, checkouts, refunds.',
      scheduleExpression: 'rate(1 minute)',
      flexibleTimeWindow: { mode: 'OFF' },
      target: {
        arn: of.lambda.arn,
        roleArn: role.arn,
        input: Fn.jsonencode({ task: 'sweep' }),
        retryPolicy: RETRY,
        deadLetterConfig: { arn: this.deadLetters.queue.arn },
      },
    });
  }
}
