import type { Formats } from '../region/formats';
import type { PageState } from '../state/page';
import type { Actions } from './actions';

/** All that the page shows comes down as these. */
export interface PageProps {
  readonly state: PageState;
  readonly formats: Formats;
  readonly actions: Actions;
}
