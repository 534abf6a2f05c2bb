import type { ComponentChildren } from 'preact';

/** Something that went wrong; it is read out when it appears. */
export function Trouble({ text }: { text: string | undefined }) {
  return <div role="alert">{text !== undefined && <p class="trouble">{text}</p>}</div>;
}

/** What stands where there is nothing to show. */
export function Empty({ children }: { children: ComponentChildren }) {
  return <p class="empty">{children}</p>;
}
