import { Command, InvalidArgumentError } from 'commander';

/**
 * The command line of an npm script: `npm run plan --`. What it does not understand is named, with where the options
 * are told, and ends the process.
 */
export function program(invocation: string, description: string): Command {
  return new Command(`${invocation} --`)
    .description(description)
    .allowExcessArguments(false)
    .showHelpAfterError(`(${invocation} -- --help shows the options)`);
}

/** An option that is a whole number of seconds. */
export function seconds(text: string): number {
  const number = /^\d+$/.test(text) ? Number(text) : 0;
  if (number < 1) throw new InvalidArgumentError('It is a whole number of seconds, 1 or more.');
  return number;
}

/** An option that is a whole number from 0. */
export function wholeNumber(text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new InvalidArgumentError('It is a whole number, 0 or more.');
  return Number(text);
}
