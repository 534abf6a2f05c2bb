import { Catalog } from './Catalog';
import { Dock } from './Dock';
import { Filters } from './Filters';
import { Failure, Skeleton, Trouble } from './notices';
import type { PageProps } from './page-props';

export function Page(props: PageProps) {
  const { state, formats, actions } = props;
  const { catalog, connection } = state;
  if (!catalog) {
    const failed = connection.trouble !== undefined;
    return failed ? <Failure connection={connection} onRetry={actions.lookNow} /> : <Skeleton />;
  }
  return (
    <>
      <Filters state={state} actions={actions} />
      <Trouble connection={connection} seenAt={formats.time(catalog.seenAt)} />
      <Catalog {...props} apartments={catalog.apartments} />
      <p class="region-note">{formats.note}</p>
      <Dock {...props} />
    </>
  );
}
