import fc from 'fast-check';
import { ANY_CHARACTER, ANY_RUN, matchesWildcards, wildcardPattern } from '../../core/wildcards';

describe('Wildcards', () => {
  it.each([
    ['*', '', true],
    ['*', 'anything', true],
    ['?', '', false],
    ['?', 'a', true],
    ['?', 'ab', false],
    ['', '', true],
    ['', 'a', false],
    ['abc', 'abc', true],
    ['abc', 'ABC', false],
    ['a*c', 'ac', true],
    ['a*c', 'a/b\n/c', true],
    ['a*c', 'acd', false],
    ['*ab', 'aab', true],
    ['*a?', 'aaab', true],
    ['a**b', 'a--b', true],
    ['*.js', 'app.js', true],
    ['*.js', 'appxjs', false],
    ['(a|b)+[c]$^\\', '(a|b)+[c]$^\\', true],
  ])('%j against %j: %s', (pattern, text, expected) => {
    expect(matchesWildcards(pattern, text)).toBe(expected);
  });

  it('take what is plain text in a pattern as plain text', () => {
    expect(matchesWildcards(['a*', ANY_RUN, '?', ANY_CHARACTER], 'a*bc?d')).toBe(true);
    expect(matchesWildcards(['a*', ANY_RUN], 'abc')).toBe(false);
  });

  it('are read in the order of the pattern', () => {
    expect(wildcardPattern('a?b*')).toEqual(['a', ANY_CHARACTER, 'b', ANY_RUN]);
  });

  it('match what a regular expression of the same meaning matches', () => {
    const characters = fc.constantFrom('a', 'b', '*', '?', '.');
    fc.assert(
      fc.property(
        fc.string({ unit: characters, maxLength: 8 }),
        fc.string({ unit: fc.constantFrom('a', 'b', '.', '*'), maxLength: 10 }),
        (pattern, text) => {
          const source = pattern.replaceAll('.', '\\.').replaceAll('*', '.*').replaceAll('?', '.');
          expect(matchesWildcards(pattern, text)).toBe(new RegExp(`^${source}$`, 's').test(text));
        },
      ),
      { numRuns: 2_000 },
    );
  });

  it('end in bounded time where a regular expression would not', () => {
    expect(matchesWildcards(`${'*a'.repeat(200)}b`, 'a'.repeat(5_000))).toBe(false);
  });
});
