/** How something stands, in a word and a colour. */
export function Status({ of }: { of: string }) {
  return <span class={`status is-${of.toLowerCase().replace(/\W+/g, '-')}`}>{of}</span>;
}
