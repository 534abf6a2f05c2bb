/** A response of the edge itself. Not cached: making it is faster than looking it up. */
function response(status, phrase, type, data) {
  return {
    statusCode: status,
    statusDescription: phrase,
    headers: { 'content-type': { value: type }, 'cache-control': { value: 'no-store' } },
    body: { encoding: 'text', data: data },
  };
}

export function html(status, phrase, page) {
  return response(status, phrase, 'text/html; charset=utf-8', page);
}

export function json(status, phrase, value) {
  return response(status, phrase, 'application/json', JSON.stringify(value));
}

/** A problem document (RFC 9457) of type about:blank, whose title is the status's phrase. */
export function problem(status, phrase, detail) {
  const body = { type: 'about:blank', title: phrase, status: status, detail: detail };
  return response(status, phrase, 'application/problem+json', JSON.stringify(body));
}
