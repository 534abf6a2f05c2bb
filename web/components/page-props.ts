import type { Formats } from '../formatting/formats';
import type { PageState } from '../state/page';
import type { Actions } from './actions';

/** The properties that the page passes to its parts. */
export interface PageProps {
  readonly state: PageState;
  readonly formats: Formats;
  readonly actions: Actions;
}
