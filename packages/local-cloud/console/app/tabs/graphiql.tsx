/** A page of its own in a frame: its styles are for itself. */
export function GraphiQl() {
  return <iframe class="graphiql" src="graphiql/" title="GraphiQL" />;
}
