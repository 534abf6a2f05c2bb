import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { Attributes, Resource } from '../../core/service';
import { invalid } from './function-settings';

/** A function's URL, as configured. */
export interface FunctionUrl {
  /** The first label of its host: 32 of `a-z0-9`. */
  readonly id: string;
  /** `<id>.lambda-url.<region>.on.aws` */
  readonly domainName: string;
  /** `https://<domainName>/` */
  readonly functionUrl: string;
  readonly authorization: 'NONE' | 'AWS_IAM';
}

const urlConfig = z.object({
  authorization_type: z.enum(['NONE', 'AWS_IAM']),
  invoke_mode: z.literal('BUFFERED', { error: 'runs only BUFFERED locally' }).nullish(),
  cors: z
    .array(z.unknown())
    .max(0, 'is not run locally; answer CORS in the function or at the edge')
    .nullish(),
  qualifier: z.null({ error: 'is not run locally: a URL leads to the unqualified function' }).optional(),
});

/**
 * Reads an aws_lambda_function_url.
 * @throws AwsError that names the resource and the field where it is not one that runs here
 */
export function functionUrl({ address, config }: Resource, functionArn: string, region: string): FunctionUrl {
  const cors = config['cors'];
  const parsed = urlConfig.safeParse({ ...config, cors: cors && !Array.isArray(cors) ? [cors] : cors });
  if (!parsed.success) {
    const issues = parsed.error.issues.map(({ path, message }) => `${path.join('.')} ${message}`);
    throw invalid(address, issues.join('; '));
  }
  const id = BigInt(`0x${createHash('sha256').update(functionArn).digest('hex')}`)
    .toString(36)
    .slice(0, 32);
  const domainName = `${id}.lambda-url.${region}.on.aws`;
  return {
    id,
    domainName,
    functionUrl: `https://${domainName}/`,
    authorization: parsed.data.authorization_type,
  };
}

/** What AWS computes for an aws_lambda_function_url. */
export function urlAttributes(url: FunctionUrl, functionName: string, functionArn: string): Attributes {
  return { id: functionName, function_arn: functionArn, function_url: url.functionUrl, url_id: url.id };
}
