import { readEnvironment } from '../../../functions/catalog/environment';

const given = { TABLE_NAME: 'apartments', COMPLEX_INDEX: 'byComplex', STATE_MACHINE_ARN: 'arn:aws:states:x' };

test('its environment variables are the table, its index and the workflow', () => {
  expect(readEnvironment(given)).toEqual({
    tableName: 'apartments',
    complexIndex: 'byComplex',
    stateMachineArn: 'arn:aws:states:x',
  });
});

test('every variable that is missing or empty is named', () => {
  const { TABLE_NAME: _, ...rest } = given;
  expect(() => readEnvironment({ ...rest, COMPLEX_INDEX: '' })).toThrow(
    /TABLE_NAME.*COMPLEX_INDEX: must not be empty/,
  );
});
