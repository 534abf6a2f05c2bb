import { AwsError } from '../../../core/errors';

type ResourceType = 'stateMachine' | 'execution';

/** Checks an ARN of Step Functions as AWS does, in its words. */
export function checkArn(arn: string, type: ResourceType): string {
  const parts = arn.split(':');
  const [prefix, partition, service, , , resourceType, ...name] = parts;
  if (prefix !== 'arn' || partition === undefined) throw invalid(`Invalid ARN prefix: ${arn}`);
  if (service !== 'states') throw invalid(`Invalid service: ${arn}`);
  if (resourceType !== type) throw invalid(`Resource type not valid in this context: ${resourceType ?? ''}`);
  if (name.length === 0 || name.includes('')) throw invalid(`Invalid resource: ${arn}`);
  return arn;
}

/** `arn:…:stateMachine:booking` and the name `r1` give `arn:…:execution:booking:r1`. */
export function executionArn(machineArn: string, name: string): string {
  return `${machineArn.replace(':stateMachine:', ':execution:')}:${name}`;
}

/** EXPRESS executions may share a name: `id` tells them apart. */
export function expressArn(machineArn: string, name: string, id: string): string {
  return `${machineArn.replace(':stateMachine:', ':express:')}:${name}:${id}`;
}

function invalid(reason: string): AwsError {
  return new AwsError('InvalidArn', `Invalid Arn: '${reason}'`);
}
