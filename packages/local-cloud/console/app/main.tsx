import { render } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { ClockBar } from './parts/clock-bar';
import { Empty, Trouble } from './parts/notices';
import { usePolled } from './polled';
import { hrefOf, useRoute } from './route';
import { Cache } from './tabs/cache';
import { Executions } from './tabs/executions';
import { GraphQl } from './tabs/graphql/graphql';
import type { Overview } from './tabs/overview';
import { Permissions } from './tabs/permissions';
import { Requests } from './tabs/requests';
import { Tables } from './tabs/tables';

const TABS = [
  { id: 'executions', name: 'Executions', show: Executions },
  { id: 'tables', name: 'Tables', show: Tables },
  { id: 'requests', name: 'Requests', show: Requests },
  { id: 'iam', name: 'IAM', show: Permissions },
  { id: 'cache', name: 'Cache', show: Cache },
  { id: 'graphql', name: 'GraphQL', show: GraphQl },
] as const;

function Console() {
  const { tab, subject } = useRoute();
  const { data: overview, trouble } = usePolled<Overview>('/overview');
  const heading = useRef<HTMLHeadingElement>(null);
  const chosen = TABS.find(({ id }) => id === tab) ?? TABS[0];
  const opened = useRef(chosen.id);
  const title = overview ? `${overview.product.name} console` : 'Console';
  useEffect(() => {
    document.title = `${chosen.name} · ${title}`;
    // Not at the first look: nobody has moved yet.
    if (opened.current !== chosen.id) heading.current?.focus();
    opened.current = chosen.id;
  }, [chosen, title]);
  const Tab = chosen.show;
  return (
    <>
      <button type="button" class="skip" onClick={() => heading.current?.focus()}>
        Skip to the content
      </button>
      <header>
        <p class="brand">
          {overview?.product.name} <span>console</span>
        </p>
        <nav aria-label="Tabs">
          <ul>
            {TABS.map(({ id, name }) => (
              <li key={id}>
                <a href={hrefOf(id)} aria-current={id === chosen.id ? 'page' : undefined}>
                  {name}
                </a>
              </li>
            ))}
          </ul>
        </nav>
        <ClockBar />
      </header>
      <main id="content" class={`tab-${chosen.id}`}>
        <h1 ref={heading} tabIndex={-1} class="visually-hidden">
          {chosen.name}
        </h1>
        <Trouble text={trouble} />
        {overview ? <Tab overview={overview} subject={subject} /> : <Empty>Asking the local cloud …</Empty>}
      </main>
    </>
  );
}

const root = document.getElementById('console');
if (root) {
  root.textContent = '';
  render(<Console />, root);
}
