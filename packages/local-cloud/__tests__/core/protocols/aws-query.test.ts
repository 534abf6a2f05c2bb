import { AwsError } from '../../../core/errors';
import type { HttpRequest } from '../../../core/http/message';
import { awsQuery } from '../../../core/protocols/aws-query';

const protocol = awsQuery('https://sts.amazonaws.com/doc/2011-06-15/', '2011-06-15');
const FORM = 'application/x-www-form-urlencoded; charset=utf-8';

function request(change: Partial<HttpRequest> & { form?: string }): HttpRequest {
  const { form = '', ...rest } = change;
  const headers = { 'content-type': FORM };
  return {
    method: 'POST',
    path: '/',
    query: new URLSearchParams(),
    headers,
    body: Buffer.from(form),
    ...rest,
  };
}

const call = {
  action: 'Do',
  input: {},
  principal: { kind: 'developer' },
  requestId: 'id-1',
  traceId: 't',
} as const;

test('a form is an action with its parameters', () => {
  const form =
    'Action=AssumeRole&Version=2011-06-15&RoleArn=arn%3Aaws%3Aiam%3A%3A1%3Arole%2Fr&RoleSessionName=a+b';
  expect(protocol.parse(request({ form }))).toEqual({
    action: 'AssumeRole',
    input: { RoleArn: 'arn:aws:iam::1:role/r', RoleSessionName: 'a b' },
  });
});

test('the query of a GET is one too', () => {
  const query = new URLSearchParams('Action=GetCallerIdentity&Version=2011-06-15');
  expect(protocol.parse(request({ method: 'GET', query, headers: {} }))?.action).toBe('GetCallerIdentity');
});

test.each([
  ['another version, of another service', request({ form: 'Action=ListRoles&Version=2010-05-08' })],
  ['no action', request({ form: 'Version=2011-06-15' })],
  ['another path', request({ path: '/graphql', form: 'Action=A&Version=2011-06-15' })],
  ['a body of another type', request({ headers: {}, form: 'Action=A&Version=2011-06-15' })],
])('%s is not for this service', (_, other) => {
  expect(protocol.parse(other)).toBeUndefined();
});

test('an answer is XML, its lists of members, its text escaped', () => {
  expect(protocol.render({ A: ['<1>', '"&"'], B: { C: 1, D: true, E: null } }, call)).toEqual({
    statusCode: 200,
    headers: { 'content-type': 'text/xml', 'x-amzn-requestid': 'id-1' },
    body:
      '<DoResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><DoResult>' +
      '<A><member>&lt;1&gt;</member><member>&quot;&amp;&quot;</member></A><B><C>1</C><D>true</D><E></E></B>' +
      '</DoResult><ResponseMetadata><RequestId>id-1</RequestId></ResponseMetadata></DoResponse>',
  });
});

test.each([
  ['AccessDeniedException', 400, 'AccessDenied', 403, 'Sender'],
  ['ExpiredTokenException', 403, 'ExpiredToken', 403, 'Sender'],
  ['ValidationError', 400, 'ValidationError', 400, 'Sender'],
  ['InternalFailure', 500, 'InternalFailure', 500, 'Receiver'],
])('an error %s %i is %s %i of the %s', (code, status, shownCode, shownStatus, type) => {
  const { statusCode, body } = protocol.renderError(new AwsError(code, 'Why <not>', status), 'id-1');
  expect(statusCode).toBe(shownStatus);
  expect(body).toBe(
    `<ErrorResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><Error><Type>${type}</Type><Code>${shownCode}</Code><Message>Why &lt;not&gt;</Message></Error><RequestId>id-1</RequestId></ErrorResponse>`,
  );
});
