import { Script } from 'node:vm';
import type { Clock } from '../../../core/clock';
import type { Json } from '../../../core/json';
import type { Resource } from '../../../core/service';
import { flag, refusal, requiredText } from '../configuration';
import type { Sandbox } from './sandbox';

/** A CloudFront Function, ready to run. */
export interface CloudFrontFunction {
  readonly name: string;
  /** Published to the LIVE stage, as a behavior requires. */
  readonly live: boolean;
  /** @throws FunctionExecutionError */
  run(event: Json): Promise<Json>;
}

/** The environment of functions. */
export interface Runtime {
  readonly sandbox: Sandbox;
  readonly clock: Clock;
  readonly log: (line: string) => void;
}

/** https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/cloudfront-limits.html#limits-functions */
const LARGEST_CODE = 10_240;

/** @throws AwsError where AWS would refuse the function, or it needs what is not run locally */
export function resolveFunction(resource: Resource, { sandbox, clock, log }: Runtime): CloudFrontFunction {
  const { config } = resource;
  const name = requiredText(resource, config, 'name');
  const runtime = requiredText(resource, config, 'runtime');
  if (runtime !== 'cloudfront-js-2.0') {
    throw refusal(
      resource,
      'InvalidArgument',
      `The runtime ${runtime} is not run locally; cloudfront-js-2.0 is.`,
    );
  }
  const code = requiredText(resource, config, 'code');
  const size = Buffer.byteLength(code);
  if (size > LARGEST_CODE) {
    throw refusal(
      resource,
      'FunctionSizeLimitExceeded',
      `The code has ${size} bytes; ${LARGEST_CODE} are the most.`,
    );
  }
  refuseUnreadable(resource, code);
  return {
    name,
    live: flag(config, 'publish', true),
    run: (event) => sandbox.run(name, code, event, clock.now(), (line) => log(`${name}: ${line}`)),
  };
}

function refuseUnreadable(resource: Resource, code: string): void {
  if (/^\s*import\b/m.test(code)) {
    const reason = 'It imports a module: locally a function can only require crypto and querystring.';
    throw refusal(resource, 'InvalidArgument', reason);
  }
  try {
    new Script(`'use strict';${code}`);
  } catch (error) {
    throw refusal(resource, 'InvalidArgument', `The code cannot be read: ${(error as Error).message}.`);
  }
}
