import { Scroll } from './scroll';

interface Props {
  readonly title: string;
  readonly text: string | undefined;
  readonly note?: string | undefined;
}

/** JSON, or a text, in a box that the keyboard can scroll. */
export function Payload({ title, text, note }: Props) {
  if (text === undefined) return null;
  return (
    <div class="payload">
      <p class="caption">
        {title}
        {note !== undefined && <span class="note"> {note}</span>}
      </p>
      <Scroll label={title}>
        <pre>{text}</pre>
      </Scroll>
    </div>
  );
}
