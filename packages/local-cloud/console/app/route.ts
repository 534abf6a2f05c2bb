import { useEffect, useState } from 'preact/hooks';

/** Which tab is open, and what of it is looked at. */
export interface Route {
  readonly tab: string;
  readonly subject: string;
}

export function hrefOf(tab: string, subject = ''): string {
  return subject === '' ? `#/${tab}` : `#/${tab}/${encodeURIComponent(subject)}`;
}

export function useRoute(): Route {
  const [route, setRoute] = useState(current);
  useEffect(() => {
    const follow = (): void => setRoute(current());
    addEventListener('hashchange', follow);
    return () => removeEventListener('hashchange', follow);
  }, []);
  return route;
}

function current(): Route {
  const [, tab = '', subject = ''] = /^#\/([^/]*)(?:\/(.*))?$/.exec(location.hash) ?? [];
  return { tab: tab || 'executions', subject: decodeURIComponent(subject) };
}
