import type { Cloud } from '../../../core/service';

/** The URL of a queue of the stack, of which only the ARN is known. */
export function queueUrlOf(arn: string, cloud: Cloud): string {
  const [account, name] = arn.split(':').slice(4);
  return `${cloud.endpoint()}/${account}/${name}`;
}
