import { isObject, type Json } from '../../../core/json';

/** The functions that may end a path, `$.items.length()`; undefined where one has no value. */
export const PATH_FUNCTIONS: ReadonlyMap<string, (value: Json) => Json | undefined> = new Map([
  ['length', length],
  ['keys', (value: Json) => (isObject(value) ? Object.keys(value) : undefined)],
  ['first', (value: Json) => (Array.isArray(value) ? value.at(0) : undefined)],
  ['last', (value: Json) => (Array.isArray(value) ? value.at(-1) : undefined)],
  ['min', ofNumbers((numbers) => Math.min(...numbers))],
  ['max', ofNumbers((numbers) => Math.max(...numbers))],
  ['sum', ofNumbers(sum)],
  ['avg', ofNumbers((numbers) => sum(numbers) / numbers.length)],
  ['stddev', ofNumbers(standardDeviation)],
]);

function length(value: Json): Json | undefined {
  if (typeof value === 'string' || Array.isArray(value)) return value.length;
  return isObject(value) ? Object.keys(value).length : undefined;
}

function ofNumbers(compute: (numbers: number[]) => number): (value: Json) => Json | undefined {
  return (value) => {
    const numbers = Array.isArray(value) ? value.filter((each) => typeof each === 'number') : [];
    return numbers.length === 0 ? undefined : compute(numbers);
  };
}

function sum(numbers: number[]): number {
  return numbers.reduce((total, each) => total + each, 0);
}

function standardDeviation(numbers: number[]): number {
  const mean = sum(numbers) / numbers.length;
  return Math.sqrt(sum(numbers.map((each) => (each - mean) ** 2)) / numbers.length);
}
