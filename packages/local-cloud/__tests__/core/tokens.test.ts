import { decodeToken, encodeToken } from '../../core/tokens';

test.each([[{ after: 'é' }], [['q', 1]], ['text'], [null]])('%j comes back from its token', (value) => {
  expect(decodeToken(encodeToken(value))).toEqual(value);
});

test.each(['', 'nonsense', '????'])('%j is no token', (text) => {
  expect(decodeToken(text)).toBeUndefined();
});
