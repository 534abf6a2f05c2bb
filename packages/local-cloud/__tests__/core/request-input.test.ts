import {
  optionalBoolean,
  optionalEnum,
  optionalInteger,
  optionalString,
  requiredString,
} from '../../core/request-input';

const INPUT = { Name: 'n', Empty: '', Count: 5, Yes: true, Nothing: null };

describe('Fields of a request', () => {
  it('are read by their type', () => {
    expect(requiredString(INPUT, 'Name')).toBe('n');
    expect(requiredString(INPUT, 'Empty')).toBe('');
    expect(optionalInteger(INPUT, 'Count', [1, 5])).toBe(5);
    expect(optionalBoolean(INPUT, 'Yes')).toBe(true);
    expect(optionalEnum(INPUT, 'Name', ['m', 'n'])).toBe('n');
  });

  it.each(['Nothing', 'Missing'])('may be missing: %s', (field) => {
    expect(optionalString(INPUT, field)).toBeUndefined();
    expect(optionalInteger(INPUT, field, [1, 5])).toBeUndefined();
    expect(optionalBoolean(INPUT, field)).toBeUndefined();
    expect(optionalEnum(INPUT, field, ['n'])).toBeUndefined();
  });

  it.each([
    ['a string', () => optionalString(INPUT, 'Count'), 'Count must be a string.'],
    ['an integer', () => optionalInteger({ Count: 1.5 }, 'Count', [1, 5]), 'Count must be an integer.'],
    ['a boolean', () => optionalBoolean(INPUT, 'Name'), 'Name must be true or false.'],
  ])('of another type than %s are refused', (_, read, message) => {
    expect(read).toThrow(expect.objectContaining({ code: 'SerializationException', message }));
  });

  it.each([
    [() => requiredString(INPUT, 'Nothing'), "Value null at 'nothing'", 'Member must not be null'],
    [
      () => optionalInteger(INPUT, 'Count', [6, 9]),
      "Value '5' at 'count'",
      'Member must have value greater than or equal to 6',
    ],
    [
      () => optionalInteger(INPUT, 'Count', [1, 4]),
      "Value '5' at 'count'",
      'Member must have value less than or equal to 4',
    ],
    [
      () => optionalEnum(INPUT, 'Name', ['a', 'b']),
      "Value 'n' at 'name'",
      'Member must satisfy enum value set: [a, b]',
    ],
  ])('that break a rule are refused in the words of AWS: %#', (read, place, rule) => {
    expect(read).toThrow(
      expect.objectContaining({
        code: 'ValidationException',
        message: `1 validation error detected: ${place} failed to satisfy constraint: ${rule}`,
      }),
    );
  });
});
