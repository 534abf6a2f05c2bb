import { readEnvironment } from '../../../functions/catalog/environment';

const given = {
  TABLE_NAME: 'apartments',
  COMPLEX_INDEX: 'byComplex',
  RESERVATIONS_TABLE_NAME: 'reservations',
  PAYMENTS_TABLE_NAME: 'payments',
  STATE_MACHINE_ARN: 'arn:aws:states:x',
};

test('its environment variables are the tables, the index and the workflow', () => {
  expect(readEnvironment(given)).toEqual({
    tableName: 'apartments',
    complexIndex: 'byComplex',
    reservationsTableName: 'reservations',
    paymentsTableName: 'payments',
    stateMachineArn: 'arn:aws:states:x',
  });
});

test('every variable that is missing or empty is named', () => {
  const { TABLE_NAME: _, ...rest } = given;
  expect(() => readEnvironment({ ...rest, COMPLEX_INDEX: '' })).toThrow(
    /TABLE_NAME.*COMPLEX_INDEX: must not be empty/,
  );
});
