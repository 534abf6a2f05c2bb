import type { PageState } from '../state/page';
import { Catalog } from './Catalog';
import { Dock } from './Dock';
import { Filters } from './Filters';
import { Failure, Skeleton, Trouble } from './notices';
import type { PageProps } from './page-props';

/** What becomes of a reservation is shown whether or not the apartments can be. */
export function Page(props: PageProps) {
  const { catalog, connection } = props.state;
  const failed = connection.trouble !== undefined;
  const { lookNow } = props.actions;
  return (
    <>
      {catalog && <Apartments {...props} catalog={catalog} />}
      {!catalog && (failed ? <Failure connection={connection} onRetry={lookNow} /> : <Skeleton />)}
      <Dock {...props} />
    </>
  );
}

type Catalogued = PageProps & { readonly catalog: NonNullable<PageState['catalog']> };

function Apartments({ catalog, ...props }: Catalogued) {
  const { state, formats, actions } = props;
  const { connection } = state;
  return (
    <>
      <Filters state={state} actions={actions} />
      <Trouble connection={connection} seenAt={formats.time(catalog.seenAt)} />
      <Catalog {...props} apartments={catalog.apartments} />
      <p class="region-note">{formats.note}</p>
    </>
  );
}
