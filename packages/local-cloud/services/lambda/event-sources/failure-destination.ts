import { randomUUID } from 'node:crypto';
import { AwsError } from '../../../core/errors';
import type { JsonObject } from '../../../core/json';
import type { Principal } from '../../../core/principals';
import type { Cloud } from '../../../core/service';
import { queueUrlOf } from './queue-url';

/** The queue that gets a message about records that a function could not process. */
export class FailureDestination {
  constructor(
    private readonly arn: string | undefined,
    private readonly principal: Principal,
    private readonly cloud: Cloud,
    private readonly log: (what: string) => void,
  ) {}

  /** As on AWS, the records are discarded even where the message cannot be sent; the log says so. */
  async tell(message: JsonObject): Promise<void> {
    if (this.arn === undefined) return;
    const input = { QueueUrl: queueUrlOf(this.arn, this.cloud), MessageBody: JSON.stringify(message) };
    const { principal } = this;
    const call = { service: 'sqs', action: 'SendMessage', input, principal, traceId: randomUUID() };
    try {
      await this.cloud.call(call);
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      this.log(`could not tell ${this.arn} of records given up: ${error.message}`);
    }
  }
}
