import { printLog } from '../../cli/local-log';

const routine = [
  'lambda: keyhold-local-booking {"level":"INFO","message":"Answered"}',
  'lambda: keyhold-local-changes {"_aws":{"Timestamp":1},"Published":1}',
];
const telling = [
  'lambda: keyhold-local-booking {"level":"ERROR","message":"Failed"}',
  'lambda: keyhold-local-payments {"level":"WARN","message":"…"}',
  'lambda: keyhold-local-booking Task timed out after 10.00 seconds',
  'iam: keyhold-local-booking may not dynamodb:DeleteItem',
];

test.each([
  [false, telling],
  [true, [...routine, ...telling]],
])(
  'verbose %s: what is in order is printed where it is asked for, what is not always',
  (verbose, expected) => {
    const write = jest.spyOn(process.stderr, 'write').mockReturnValue(true);
    for (const line of [...routine, ...telling]) printLog(verbose)(line);
    const printed = write.mock.calls.map(([text]) => String(text));
    write.mockRestore();
    expect(printed).toEqual(expected.map((line) => `${line}\n`));
  },
);
