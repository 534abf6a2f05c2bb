import { buildSchema } from 'graphql';
import { useEffect, useMemo, useState } from 'preact/hooks';
import type { ShownApi } from '../../../../services/appsync/console';
import { ask, sentence } from '../../api';
import { Empty, Trouble } from '../../parts/notices';
import type { TabProps } from '../overview';
import { Playground } from './playground';

/** An editor for the stack's GraphQL APIs. */
export function GraphQl({ overview }: TabProps) {
  const [apis, setApis] = useState<readonly ShownApi[]>();
  const [trouble, setTrouble] = useState<string>();
  const [id, setId] = useState('');
  useEffect(() => {
    const leaving = new AbortController();
    ask('/graphql', leaving.signal)
      .then((text) => setApis((JSON.parse(text) as { apis: ShownApi[] }).apis))
      .catch((error: unknown) => {
        if (!leaving.signal.aborted) setTrouble(sentence(error));
      });
    return () => leaving.abort();
  }, []);
  const api = apis?.find((one) => one.id === id) ?? apis?.[0];
  const schema = useMemo(() => api && buildSchema(api.schema, { assumeValidSDL: true }), [api]);
  if (trouble !== undefined) return <Trouble text={trouble} />;
  if (!apis) return <Empty>Reading the schema …</Empty>;
  if (!api || !schema) return <Empty>This stack has no GraphQL API.</Empty>;
  return (
    <>
      {apis.length > 1 && (
        <label>
          API{' '}
          <select value={api.id} onChange={({ currentTarget }) => setId(currentTarget.value)}>
            {apis.map((one) => (
              <option key={one.id}>{one.id}</option>
            ))}
          </select>
        </label>
      )}
      <Playground key={api.id} api={api} schema={schema} examples={overview.product.graphqlExamples ?? []} />
    </>
  );
}
