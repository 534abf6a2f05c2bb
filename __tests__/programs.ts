import { join } from 'node:path';

/** Tells the tests where the run has compiled the programs. */
export const VARIABLE = 'KEYHOLD_TEST_PROGRAMS';
/** What many tests run as a process of its own. */
export const PROGRAMS = [
  ...[
    'accounts',
    'bootstrap',
    'conformance',
    'deploy',
    'destroy',
    'local',
    'outputs',
    'plan',
    'policy',
    'start',
  ].map((command) => `cli/${command}.ts`),
  '__tests__/system/crash/process.ts',
];

/**
 * The command line after `node` of a program, compiled by the compiler that `tsx` uses, once a run in place of once a
 * process: most of a short process's time is that. Its folders are those of the sources.
 */
export function compiled(program: string): string[] {
  const folder = process.env[VARIABLE];
  if (folder === undefined || !PROGRAMS.includes(program))
    throw new Error(`${program} is none of the compiled programs; see __tests__/programs.ts.`);
  return [join(folder, program.replace(/\.ts$/, '.js'))];
}

/** The command line after `node` as package.json has it. */
export function interpreted(program: string): string[] {
  return ['--import', 'tsx', program];
}
