import { AwsError } from '../../../core/errors';
import { errorResponse, unwrappedError } from '../../../core/protocols/xml-error';

test.each([
  ['AccessDeniedException', 400, 'AccessDenied', 403],
  ['NoSuchKey', 404, 'NoSuchKey', 404],
])('an error %s %i is %s %i, wrapped or not', (code, status, shownCode, shownStatus) => {
  const error = new AwsError(code, 'Why <not>', status);
  const wrapped = errorResponse(error, 'id-1', 'urn:x');
  expect(wrapped.statusCode).toBe(shownStatus);
  expect(wrapped.body).toBe(
    `<ErrorResponse xmlns="urn:x"><Error><Type>Sender</Type><Code>${shownCode}</Code><Message>Why &lt;not&gt;</Message></Error><RequestId>id-1</RequestId></ErrorResponse>`,
  );
  expect(unwrappedError(error, 'id-1')).toEqual({
    statusCode: shownStatus,
    body: `<Error><Code>${shownCode}</Code><Message>Why &lt;not&gt;</Message><RequestId>id-1</RequestId></Error>`,
  });
});
