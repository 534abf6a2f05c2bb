import { readEnvironment } from '../../../functions/catalog/environment';

const given = {
  APARTMENTS_TABLE_NAME: 'apartments',
  RESERVATIONS_TABLE_NAME: 'reservations',
  PAYMENTS_TABLE_NAME: 'payments',
  STATE_MACHINE_ARN: 'arn:aws:states:x',
};

test('its environment variables are the tables and the workflow', () => {
  expect(readEnvironment(given)).toEqual({
    apartmentsTableName: 'apartments',
    reservationsTableName: 'reservations',
    paymentsTableName: 'payments',
    stateMachineArn: 'arn:aws:states:x',
  });
});

test('every variable that is missing or empty is named', () => {
  const { APARTMENTS_TABLE_NAME: _, ...rest } = given;
  expect(() => readEnvironment({ ...rest, PAYMENTS_TABLE_NAME: '' })).toThrow(
    /APARTMENTS_TABLE_NAME.*PAYMENTS_TABLE_NAME: must not be empty/,
  );
});
