import { useState } from 'preact/hooks';
import type { ShownBehavior, ShownCache, ShownEntry } from '../../../services/cloudfront/console';
import { sentence, tell } from '../api';
import { bytes, duration } from '../format';
import { Empty, Trouble } from '../parts/notices';
import { usePolled } from '../polled';

export function Cache() {
  const { data, trouble, refresh } = usePolled<ShownCache>('/cache');
  const [said, setSaid] = useState('');
  const [refused, setRefused] = useState<string>();
  const act = async (path: string, body: object, what: string): Promise<void> => {
    try {
      await tell(path, body);
      setSaid(`Purged ${what}.`);
      setRefused(undefined);
    } catch (error) {
      setRefused(sentence(error));
    }
    refresh();
  };
  return (
    <>
      <Trouble text={refused ?? trouble} />
      {data && <Behaviors behaviors={data.behaviors} />}
      {data && (
        <section aria-labelledby="entries" class="pane">
          <div class="title">
            <h2 id="entries">Entries</h2>
            <span class="note">{data.entries.length} kept</span>
            <button type="button" onClick={() => act('/cache/purge-all', {}, 'everything')}>
              Purge all
            </button>
            <span class="note" role="status">
              {said}
            </span>
          </div>
          <Entries entries={data.entries} onPurge={({ key, path }) => act('/cache/purge', { key }, path)} />
        </section>
      )}
    </>
  );
}

function Behaviors({ behaviors }: { behaviors: readonly ShownBehavior[] }) {
  if (behaviors.length === 0) return <Empty>This stack has no distribution.</Empty>;
  return (
    <section aria-labelledby="behaviors" class="pane">
      <div class="title">
        <h2 id="behaviors">Hit ratio</h2>
        <span class="note">by behavior, since the start</span>
      </div>
      <table class="behaviors">
        <thead>
          <tr>
            <th scope="col">Behavior</th>
            <th scope="col">Hit ratio</th>
            <th scope="col">Hits</th>
            <th scope="col">Revalidated</th>
            <th scope="col">Misses</th>
            <th scope="col">Errors</th>
            <th scope="col">By a function</th>
          </tr>
        </thead>
        <tbody>
          {behaviors.map(({ name, hitRatio, hits, refreshHits, misses, errors, generated }) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              <td class="number">{hitRatio === undefined ? '–' : `${Math.round(100 * hitRatio)} %`}</td>
              <td class="number">{hits}</td>
              <td class="number">{refreshHits}</td>
              <td class="number">{misses}</td>
              <td class="number">{errors}</td>
              <td class="number">{generated}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function Entries({
  entries,
  onPurge,
}: {
  entries: readonly ShownEntry[];
  onPurge: (entry: ShownEntry) => void;
}) {
  if (entries.length === 0) return <Empty>The edge keeps nothing.</Empty>;
  return (
    <table class="entries">
      <thead>
        <tr>
          <th scope="col">Path</th>
          <th scope="col">Behavior</th>
          <th scope="col">Status</th>
          <th scope="col">Size</th>
          <th scope="col">Age</th>
          <th scope="col">Fresh</th>
          <th scope="col">
            <span class="visually-hidden">Purge</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {entries.map((entry) => (
          <tr key={entry.key}>
            <th scope="row" title={entry.key}>
              {entry.path}
            </th>
            <td>{entry.behavior}</td>
            <td class="number">{entry.statusCode}</td>
            <td class="number">{bytes(entry.bytes)}</td>
            <td class="number">{duration(entry.age)}</td>
            <td class="number">{entry.freshFor > 0 ? `for ${duration(entry.freshFor)}` : 'stale'}</td>
            <td>
              <button type="button" onClick={() => onPurge(entry)}>
                Purge<span class="visually-hidden"> {entry.path}</span>
              </button>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
