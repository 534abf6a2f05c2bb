import type { PageState } from '../state/page';
import { Catalog } from './Catalog';
import { Dock } from './Dock';
import { Filters } from './Filters';
import { ConnectionNotice, Failure, HoldsStoppedNotice, Skeleton } from './notices';
import type { PageProps } from './page-props';

/** The guest's reservations are shown even when the apartments cannot be loaded. */
export function Page(props: PageProps) {
  const { catalog, connection } = props.state;
  const failed = connection.error !== undefined;
  const { refreshNow } = props.actions;
  return (
    <>
      {catalog && <Apartments {...props} catalog={catalog} />}
      {!catalog && (failed ? <Failure connection={connection} onRetry={refreshNow} /> : <Skeleton />)}
      <Dock {...props} />
    </>
  );
}

type CatalogProps = PageProps & { readonly catalog: NonNullable<PageState['catalog']> };

function Apartments({ catalog, ...props }: CatalogProps) {
  const { state, formats, actions } = props;
  const { connection } = state;
  return (
    <>
      <Filters state={state} actions={actions} />
      <ConnectionNotice connection={connection} seenAt={formats.time(catalog.seenAt)} />
      {catalog.holdsStopped && <HoldsStoppedNotice />}
      <Catalog {...props} catalog={catalog} />
      <p class="region-note">{formats.note}</p>
    </>
  );
}
