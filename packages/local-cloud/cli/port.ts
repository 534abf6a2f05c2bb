import { InvalidArgumentError } from 'commander';

/** The value of an option that is a port; 0 is any free one. */
export function port(text: string): number {
  const number = /^\d+$/.test(text) ? Number(text) : -1;
  if (number < 0 || number > 65_535)
    throw new InvalidArgumentError('A port is a number from 0 (any free one) to 65535.');
  return number;
}
