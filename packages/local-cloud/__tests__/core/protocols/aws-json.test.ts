import { AwsError } from '../../../core/errors';
import type { HttpRequest } from '../../../core/http/message';
import { awsJson } from '../../../core/protocols/aws-json';

const protocol = awsJson('AWSStepFunctions', '1.0');

const request = (target: string, body: string, method = 'POST'): HttpRequest => ({
  method,
  path: '/',
  query: new URLSearchParams(),
  headers: { 'x-amz-target': target },
  body: Buffer.from(body),
});

describe('AWS JSON', () => {
  it('takes the action from the target and the input from the body', () => {
    expect(protocol.parse(request('AWSStepFunctions.StartExecution', '{"name":"é"}'))).toEqual({
      action: 'StartExecution',
      input: { name: 'é' },
    });
    expect(protocol.parse(request('AWSStepFunctions.ListStateMachines', ''))).toEqual({
      action: 'ListStateMachines',
      input: {},
    });
  });

  it.each([
    ['another service', request('DynamoDB_20120810.GetItem', '{}')],
    ['a service whose name begins the same', request('AWSStepFunctionsElse.X', '{}')],
    ['another method', request('AWSStepFunctions.StartExecution', '{}', 'GET')],
    ['no target', { ...request('', '{}'), headers: {} }],
  ])('is not for %s', (_what, other) => {
    expect(protocol.parse(other)).toBeUndefined();
  });

  it.each(['{', '[]', '"text"', 'null'])('refuses the body %s', (body) => {
    expect(() => protocol.parse(request('AWSStepFunctions.StartExecution', body))).toThrow(
      expect.objectContaining({ code: 'SerializationException' }),
    );
  });

  it('answers output and errors with the request id', () => {
    const call = {
      action: 'A',
      input: {},
      principal: { kind: 'developer' },
      requestId: 'r1',
      traceId: 't1',
    } as const;
    const headers = { 'content-type': 'application/x-amz-json-1.0', 'x-amzn-requestid': 'r1' };
    expect(protocol.render({ a: 1 }, call)).toEqual({ statusCode: 200, headers, body: '{"a":1}' });
    expect(protocol.renderError(new AwsError('InvalidName', 'Invalid Name', 400), 'r1')).toEqual({
      statusCode: 400,
      headers,
      body: '{"__type":"InvalidName","message":"Invalid Name"}',
    });
  });
});
