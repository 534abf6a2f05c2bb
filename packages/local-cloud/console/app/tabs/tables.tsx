import { Fragment } from 'preact';
import { useState } from 'preact/hooks';
import type { TablePage } from '../../tables';
import { address } from '../api';
import { Empty, Trouble } from '../parts/notices';
import { Pager, usePages } from '../parts/pager';
import { Payload } from '../parts/payload';
import { Scroll } from '../parts/scroll';
import { usePolled } from '../polled';
import { hrefOf } from '../route';
import type { TabProps } from './overview';

export function Tables({ overview, subject }: TabProps) {
  const [filter, setFilter] = useState('');
  const name = overview.tables.includes(subject) ? subject : (overview.tables[0] ?? '');
  const pages = usePages(`${name} ${filter}`);
  const question = name && address('/table', { name, filter, token: pages.token });
  const { data, trouble } = usePolled<TablePage>(question || undefined);
  if (name === '') return <Empty>This stack has no table.</Empty>;
  return (
    <section aria-label="Table" class="pane">
      <div class="filters">
        <label>
          Table
          <select
            value={name}
            onChange={({ currentTarget }) => {
              location.hash = hrefOf('tables', currentTarget.value);
            }}
          >
            {overview.tables.map((table) => (
              <option key={table}>{table}</option>
            ))}
          </select>
        </label>
        <label>
          Containing
          <input
            type="search"
            value={filter}
            spellcheck={false}
            onInput={({ currentTarget }) => setFilter(currentTarget.value)}
          />
        </label>
        {data && <span class="note">{counted(data, filter)}</span>}
      </div>
      <Trouble text={trouble} />
      {data && <Items page={data} />}
      <Pager pages={pages} next={data?.nextToken} />
    </section>
  );
}

function counted({ items, scanned }: TablePage, filter: string): string {
  return filter === '' ? `${items.length} items` : `${items.length} of the ${scanned} items read`;
}

function Items({ page: { key, items } }: { page: TablePage }) {
  const [open, setOpen] = useState<string>();
  if (items.length === 0) return <Empty>No items.</Empty>;
  const [first = '', ...others] = new Set([...key, ...items.flatMap((item) => Object.keys(item).sort())]);
  return (
    <Scroll label="Items">
      <table class="items">
        <thead>
          <tr>
            {[first, ...others].map((column) => (
              <th key={column} scope="col">
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {items.map((item) => {
            const id = key.map((name) => String(item[name])).join(' ');
            const toggle = () => setOpen(open === id ? undefined : id);
            return (
              <Fragment key={id}>
                <tr>
                  <th scope="row">
                    <button type="button" class="disclosure" aria-expanded={open === id} onClick={toggle}>
                      {shown(item[first])}
                    </button>
                  </th>
                  {others.map((column) => (
                    <td key={column} title={shown(item[column])}>
                      {shown(item[column])}
                    </td>
                  ))}
                </tr>
                {open === id && (
                  <tr class="details">
                    <td colSpan={others.length + 1}>
                      <Payload title={id} text={JSON.stringify(item, undefined, 2)} />
                    </td>
                  </tr>
                )}
              </Fragment>
            );
          })}
        </tbody>
      </table>
    </Scroll>
  );
}

function shown(value: unknown): string {
  if (value === undefined) return '';
  return typeof value === 'string' ? value : JSON.stringify(value);
}
