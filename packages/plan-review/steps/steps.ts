import { changeWarnings } from './change-warnings';
import { forbiddenLosses } from './forbidden-losses';
import { givenNotes } from './given-notes';
import type { ReviewStep } from './step';
import { unusedAllowances } from './unused-allowances';

/** What a review looks for, in the order in which it is told. A new step is a file of this folder, and a line here. */
export const STEPS: readonly ReviewStep[] = [forbiddenLosses, changeWarnings, givenNotes, unusedAllowances];
