import type { Offers } from '../api/apartments';
import { attemptAt } from '../state/attempt';
import { availabilityOf } from '../state/availability';
import { type Complex, complexesOf, complexName, vacantCount } from '../state/complexes';
import { ApartmentCard } from './ApartmentCard';
import { Empty } from './notices';
import type { PageProps } from './page-props';

type Props = PageProps & { readonly catalog: Offers };

export function Catalog(props: Props) {
  const { state, actions } = props;
  const { apartments } = props.catalog;
  if (apartments.length === 0) return <Empty title="There is nothing to book yet" />;
  const shown = apartments.filter(({ id }) => state.shown.has(id));
  if (shown.length === 0) {
    const { complexId } = state.filter;
    const place = complexId ? ` in ${complexName(complexId)}` : '';
    const showAll = () => actions.filter({ complexId: undefined, vacantOnly: false });
    return <Empty title={`Nothing is vacant${place} right now`} onShowAll={showAll} />;
  }
  return (
    <>
      {complexesOf(shown).map((complex) => (
        <ComplexSection key={complex.id} {...props} complex={complex} />
      ))}
    </>
  );
}

function ComplexSection({
  complex,
  catalog: { apartments, holdsStopped },
  state,
  formats,
  actions,
}: Props & { readonly complex: Complex }) {
  const { id, name } = complex;
  const all = apartments.filter(({ complexId }) => complexId === id);
  return (
    <section class="complex" aria-labelledby={`complex-${id}`}>
      <header class="complex-head">
        <h2 id={`complex-${id}`}>{name}</h2>
        <p>
          {vacantCount(all)} of {all.length} vacant
        </p>
      </header>
      {/* Safari drops the list from the accessibility tree with its bullets, unless told. */}
      {/* biome-ignore lint/a11y/noRedundantRoles: see above */}
      <ul class="street" role="list">
        {complex.apartments.map((apartment) => {
          const attempt = attemptAt(state.attempts, apartment.id);
          return (
            <ApartmentCard
              key={apartment.id}
              apartment={apartment}
              availability={availabilityOf(apartment, attempt, state.now)}
              now={state.now}
              detail={state.viewer.phone ? 'plain' : 'full'}
              formats={formats}
              holdsStopped={holdsStopped}
              onReserve={actions.reserve}
            />
          );
        })}
      </ul>
    </section>
  );
}
