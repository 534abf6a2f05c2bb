import fc from 'fast-check';
import { randomPassword } from '../../../services/secretsmanager/random-password';

const PUNCTUATION = /[!-/:-@[-`{-~]/;

test('by default it is 32 characters with one of each type and no space', () => {
  for (let turn = 0; turn < 200; turn++) {
    const password = randomPassword({});
    expect(password).toMatch(/^[!-~]{32}$/);
    for (const type of [/[a-z]/, /[A-Z]/, /[0-9]/, PUNCTUATION]) expect(password).toMatch(type);
  }
});

test.each([
  ['ExcludeLowercase', /[a-z]/],
  ['ExcludeUppercase', /[A-Z]/],
  ['ExcludeNumbers', /[0-9]/],
  ['ExcludePunctuation', PUNCTUATION],
])('%s leaves that type out', (exclude, type) => {
  expect(randomPassword({ [exclude]: true, PasswordLength: 4096 })).not.toMatch(type);
});

test('any mixture is kept to: length, exclusions, and one of each included type', () => {
  const types = { ExcludeLowercase: /[a-z]/, ExcludeUppercase: /[A-Z]/, ExcludeNumbers: /[0-9]/ };
  fc.assert(
    fc.property(
      fc.record({
        ExcludeLowercase: fc.boolean(),
        ExcludeUppercase: fc.boolean(),
        ExcludeNumbers: fc.boolean(),
        ExcludeCharacters: fc.string({ maxLength: 8 }),
        PasswordLength: fc.integer({ min: 4, max: 64 }),
      }),
      (input) => {
        fc.pre(!/[!-/:-@[-`{-~]{8}/.test(input.ExcludeCharacters));
        const password = randomPassword(input);
        expect(password).toHaveLength(input.PasswordLength);
        for (const character of input.ExcludeCharacters) expect(password).not.toContain(character);
        expect(password).toMatch(PUNCTUATION);
        for (const [exclude, type] of Object.entries(types))
          expect(type.test(password)).toBe(!input[exclude as keyof typeof types]);
      },
    ),
  );
});

test('a space is there only when asked for', () => {
  const numbers = { ExcludeLowercase: true, ExcludeUppercase: true, ExcludePunctuation: true };
  expect(randomPassword({ ...numbers, IncludeSpace: true, PasswordLength: 4096 })).toContain(' ');
  expect(randomPassword({ ...numbers, PasswordLength: 4096 })).toMatch(/^\d+$/);
});

test('no two are the same', () => {
  const passwords = Array.from({ length: 1000 }, () => randomPassword({}));
  expect(new Set(passwords).size).toBe(1000);
});

test('every character and every place has its share', () => {
  const digits = {
    ExcludeLowercase: true,
    ExcludeUppercase: true,
    ExcludePunctuation: true,
    PasswordLength: 10,
  };
  const counts = new Map<string, number>();
  for (let turn = 0; turn < 1000; turn++)
    for (const [place, digit] of [...randomPassword(digits)].entries())
      counts.set(`${place} ${digit}`, (counts.get(`${place} ${digit}`) ?? 0) + 1);
  expect(counts.size).toBe(100);
  for (const count of counts.values()) expect(Math.abs(count - 100)).toBeLessThan(70);
});

const NOTHING = {
  ExcludeLowercase: true,
  ExcludeUppercase: true,
  ExcludeNumbers: true,
  ExcludePunctuation: true,
};
test.each([
  [
    'too short for one of each type',
    { PasswordLength: 3 },
    'InvalidParameterException',
    /3 is too short .* 4/,
  ],
  ['of no length', { PasswordLength: 0 }, 'InvalidParameterException', /from 1 to 4096; it is 0/],
  ['too long', { PasswordLength: 4097 }, 'InvalidParameterException', /from 1 to 4096; it is 4097/],
  ['of nothing', NOTHING, 'InvalidParameterException', /All characters are excluded/],
  [
    'of a type with nothing left',
    { ExcludeCharacters: '0123456789' },
    'InvalidParameterException',
    /exclude that type as well/,
  ],
  ['too many exclusions', { ExcludeCharacters: 'x'.repeat(4097) }, 'InvalidParameterException', /4097/],
  ['a half length', { PasswordLength: 1.5 }, 'SerializationException', /whole number/],
  ['a text for a switch', { IncludeSpace: 'yes' }, 'SerializationException', /IncludeSpace/],
])('refused: %s', (_, input, code, message) => {
  const ask = () => randomPassword(input);
  expect(ask).toThrow(expect.objectContaining({ code }));
  expect(ask).toThrow(message);
});

test('with one character type left and no requirement the shortest is possible', () => {
  expect(randomPassword({ ...NOTHING, ExcludeNumbers: false, PasswordLength: 1 })).toMatch(/^\d$/);
  expect(randomPassword({ RequireEachIncludedType: false, PasswordLength: 1 })).toMatch(/^[!-~]$/);
});
