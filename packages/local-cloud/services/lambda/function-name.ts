import { AwsError } from '../../core/errors';

export interface FunctionReference {
  readonly name: string;
  /** A version or alias; undefined for the unqualified function. */
  readonly qualifier: string | undefined;
}

/** `arn:aws:lambda:eu-central-1:123456789012:function:name:qualifier`, `123456789012:function:name`, `name:qualifier`. */
const REFERENCE =
  /^(?:(?:arn:aws:lambda:[a-z0-9-]+:)?(?:\d{12}:)?function:)?([a-zA-Z0-9-_]{1,64})(?::([a-zA-Z0-9$_-]+))?$/;

/** Reads the FunctionName of a request in any of its forms, and the Qualifier beside it. */
export function functionReference(functionName: unknown, qualifier: unknown): FunctionReference {
  const match = typeof functionName === 'string' ? REFERENCE.exec(functionName) : null;
  if (!match?.[1]) {
    throw new AwsError(
      'ValidationException',
      `The FunctionName ${JSON.stringify(functionName)} is neither a name nor an ARN.`,
    );
  }
  return { name: match[1], qualifier: typeof qualifier === 'string' ? qualifier : match[2] };
}
