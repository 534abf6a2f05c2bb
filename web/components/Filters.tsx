import { isLost } from '../state/announcement';
import { complexesOf, vacantCount } from '../state/complexes';
import type { PageState } from '../state/page';
import type { Actions } from './actions';

interface Props {
  readonly state: PageState;
  readonly actions: Actions;
}

export function Filters({ state: { catalog, filter, connection }, actions }: Props) {
  const apartments = catalog?.apartments ?? [];
  return (
    <form class="filters" aria-label="Filter" onSubmit={(event) => event.preventDefault()}>
      <fieldset class="chips">
        <legend class="visually-hidden">Complex</legend>
        {[{ id: undefined, name: 'All' }, ...complexesOf(apartments)].map(({ id, name }) => (
          <label key={id ?? ''} class="chip">
            <input
              type="radio"
              name="complex"
              checked={filter.complexId === id}
              onChange={() => actions.filter({ ...filter, complexId: id })}
            />
            <span>{name}</span>
          </label>
        ))}
      </fieldset>
      <label class="switch">
        <input
          type="checkbox"
          checked={filter.vacantOnly}
          onChange={() => actions.filter({ ...filter, vacantOnly: !filter.vacantOnly })}
        />
        <span>Vacant only</span>
      </label>
      <p class="count">
        <span class={isLost(connection) ? 'pulse is-lost' : 'pulse'} />
        {vacantCount(apartments)} of {apartments.length} vacant
      </p>
    </form>
  );
}
